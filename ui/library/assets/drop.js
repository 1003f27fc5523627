// A place for files: dropped or chosen, read in this browser, and handed over as they are, in base64.

const places = new WeakMap();

export default function (component) {
  const parent = component.parentElement;
  let place = places.get(parent);
  if (!place) {
    place = makePlace(parent);
    places.set(parent, place);
  }
  place.draw(component);
}

function element(tag, fields = {}, children = []) {
  const made = Object.assign(document.createElement(tag), fields);
  made.append(...children);
  return made;
}

function makePlace(parent) {
  const input = element("input", { type: "file", className: "tplus-drop-input" });
  const said = element("span", {});
  const state = element("div", { className: "tplus-drop-state", role: "status" });
  const label = element("label", { className: "tplus-drop" }, [said, input]);
  parent.append(label, state);
  let component = null;

  function take(file) {
    const { words, largest } = component.data;
    if (!file) return;
    if (file.size > largest) {
      state.textContent = words.large.replace("{name}", file.name);
      return;
    }
    const reader = new FileReader();
    state.textContent = words.reading.replace("{name}", file.name);
    reader.onerror = () => { state.textContent = words.unread.replace("{name}", file.name); };
    reader.onload = () => {
      const body = reader.result.slice(reader.result.indexOf(",") + 1);
      component.setTriggerValue("file", { name: file.name, body });
      input.value = "";
      state.textContent = "";
    };
    reader.readAsDataURL(file);
  }

  input.addEventListener("change", () => take(input.files[0]));
  for (const name of ["dragenter", "dragover"]) {
    label.addEventListener(name, (event) => { event.preventDefault(); label.classList.add("tplus-is-over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    label.addEventListener(name, () => label.classList.remove("tplus-is-over"));
  }
  label.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files[0]); });

  return {
    draw(given) {
      component = given;
      said.textContent = given.data.words.drop;
    },
  };
}
