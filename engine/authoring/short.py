"""A short scenario to begin with: everything a scenario needs, and nothing else."""

SHORT_NAME = "My scenario"
SHORT = """\
# A short scenario to begin with: change every word. The page on scenario files tells what else there is.
exercise:
  name: "My scenario"
  duration: "60 minutes"
  incident_type: jailbreak
  participants: ["AI engineering team", "Security operations", "Communications/PR", "Legal", "CISO"]
  scenario:
    background: >
      What your AI system does, for whom, and what is usual today.
    injects:
      - time: "T+0 minutes"
        event: "What is noticed first, and by whom."
        questions: ["What is your first action?", "Who do you notify?"]
      - time: "T+20 minutes"
        event: "What makes it larger than it looked."
        questions: ["Which containment level do you choose, and why?"]
      - time: "T+40 minutes"
        event: "What somebody outside asks, and by when."
        questions: ["What do you say, and who approves it?"]
"""
