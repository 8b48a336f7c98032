"""What was described of the agent, by question: on whose word it stands, and what is still open in it."""
