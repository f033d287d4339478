"""What articles and vendors claim: versions and stories of articles, facts in time, events of the feed."""
