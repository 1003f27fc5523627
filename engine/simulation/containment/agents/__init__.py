"""Actions that only an agent with tools offers; a new file joins the catalogue by existing."""
