"""Slack: payloads in, Block Kit out, and the way to and from a workspace."""
