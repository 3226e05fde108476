"""What can be seen of a campaign: one file a view."""
