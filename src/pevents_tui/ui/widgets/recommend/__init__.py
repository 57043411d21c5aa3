"""What the Recommend screen is made of; each shows domain values, and knows nothing of where they are from."""
