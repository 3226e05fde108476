"""What the page is put together from: one file a part of it."""
