"""An exercise as facts: the events, their fold into the present, and sentences that tell them; pure."""
