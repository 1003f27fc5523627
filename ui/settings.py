"""Server settings that keep Streamlit live with many people; the same however the app is started."""

SERVER: dict[str, str | int | bool] = {
    "server.address": "127.0.0.1",
    "server.port": 8501,
    "server.headless": True,
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "runner.postScriptGC": False,
    "runner.fastReruns": False,
    "runner.magicEnabled": False,
    "theme.font": "sans-serif",
    "theme.baseRadius": "0.4rem",
    "theme.light.primaryColor": "#0b6e99",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f2f5f7",
    "theme.light.textColor": "#1b2730",
    "theme.light.linkColor": "#0b6e99",
    "theme.dark.primaryColor": "#1a7aa5",
    "theme.dark.backgroundColor": "#11181d",
    "theme.dark.secondaryBackgroundColor": "#1c262d",
    "theme.dark.textColor": "#e6edf1",
    "theme.dark.linkColor": "#5cb8e0",
}
"""By name of Streamlit's configuration; a garbage collection after every run holds everybody up, for one."""
