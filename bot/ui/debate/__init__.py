"""The Debate tab: a round as a conversation, its flow sheet, its ballot, the rounds that are kept."""
