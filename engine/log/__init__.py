"""What an exercise consists of: its facts, their fold into the present, and the sentences that tell them; pure."""
