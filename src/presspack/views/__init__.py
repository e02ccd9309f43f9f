"""What a person looks at: check, show, report, rules."""
