"""The command line: words in, data out; stdout is data, stderr is narration."""
