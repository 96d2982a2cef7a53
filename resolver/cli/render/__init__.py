"""Text, JSON and pictures: the only place that formats output."""
