"""What a team follows while it plays: the playbook's steps and forks, and notification clocks; pure."""
