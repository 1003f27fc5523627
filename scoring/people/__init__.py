"""What people answered, decided and rated, and how far they agree."""
