"""Figures of the service that are no field's own."""

from __future__ import annotations

ATTRIBUTION_PATTERN = r"^[\x20-\x7E]*[\x21-\x7E]+[\x20-\x7E]*$"
"""Printable ASCII, not blank. Source: shape EventAttributionSource."""
MOST_ROWS = 10
"""Most rows of one call; a longer draft is split. Source: shapes EventList and ActionInteractionsList (max 10)."""
MOST_ROW_BYTES = 10_240
"""Most bytes of one event or action interaction. Source: Developer Guide, quotas ("event size 10 KB")."""
ARN_PATTERN = r"arn:([a-z\d-]+):personalize:.*:.*:.+"
"""Of a dataset's ARN. Source: botocore's service model, shape Arn."""
