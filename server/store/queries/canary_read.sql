SELECT body FROM canary
