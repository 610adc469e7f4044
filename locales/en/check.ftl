# Checking claims
