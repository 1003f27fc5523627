"""The process that serves: its exercises, routes, settings and seats."""
