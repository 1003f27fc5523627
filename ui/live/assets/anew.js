// Stands outside every part of a screen, so what it asks for is the whole screen: also from a server that has
// started anew and knows of none of its parts. Streamlit takes the whole page away where it meets an error of its
// own; then the page is loaded again.

const GONE_MS = 1000;

const pages = new WeakMap();

export default function (component) {
  const place = component.parentElement;
  let page = pages.get(place);
  if (!page) {
    page = { ask: () => page.component.setTriggerValue("anew", performance.now()) };
    window.addEventListener("tplus-anew", page.ask);
    pages.set(place, page);
  }
  page.component = component;
  return () => {
    window.removeEventListener("tplus-anew", page.ask);
    pages.delete(place);
    setTimeout(() => document.querySelector('[data-testid="stApp"]') || location.reload(), GONE_MS);
  };
}
