// Stands outside every part of a screen, so what it asks for is the whole screen: also from a server that has
// started anew and knows of none of its parts.

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
  };
}
