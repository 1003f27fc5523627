"""What keeps screens live: the hub and its snapshots, their routes, the bar and the outbox."""
