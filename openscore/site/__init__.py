"""The site: pages and a static interface from the views that reports and analyses give; it computes nothing."""
