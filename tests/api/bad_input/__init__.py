"""Bad input, a file a subject: docs/bad-input.md says of each what happens, which sentence is read, and which test shows it."""
