"""Who comes in: names this server answers to, hosts and their key, seats, visitors, trials."""
