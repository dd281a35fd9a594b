// Draws the page of the API from /openapi.json: methods with parameters, schemas, access and
// reasons, and a search over all of it.
"use strict";

const verbs = ["get", "post", "put", "patch", "delete"];

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Comments are plain text with `code` and **bold** in them.
function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith("`")) return element("code", null, part.slice(1, -1));
    if (part.startsWith("**")) return element("strong", null, part.slice(2, -2));
    return part;
  });
}

function prose(text) {
  const blocks = [];
  for (const block of (text || "").split("\n\n")) {
    const lines = block.split("\n").filter((line) => line !== "");
    const items = lines.filter((line) => line.startsWith("- "));
    if (lines.length > 0 && items.length === lines.length) {
      blocks.push(element("ul", null,
        ...items.map((item) => element("li", null, ...inline(item.slice(2))))));
    } else if (lines.length > 0) {
      blocks.push(element("p", null, ...inline(lines.join(" "))));
    }
  }
  return blocks;
}

const nameOf = (reference) => reference.slice(reference.lastIndexOf("/") + 1);
const shortNameOf = (name) => name.replace(/^.*\.v1\./, "");
const schemaAnchor = (name) => "schema-" + name;

function typeOf(schema) {
  if (schema.$ref) {
    const name = nameOf(schema.$ref);
    return [element("a", { href: "#" + schemaAnchor(name) }, shortNameOf(name))];
  }
  if (schema.type === "array") return ["list of ", ...typeOf(schema.items || {})];
  if (schema.additionalProperties && typeof schema.additionalProperties === "object") {
    return ["map to ", ...typeOf(schema.additionalProperties)];
  }
  return [schema.format || schema.contentEncoding || schema.type || "anything"];
}

function rulesOf(schema) {
  const rules = [];
  const say = (key, words) => {
    if (schema[key] !== undefined) rules.push(words + " " + schema[key]);
  };
  say("minimum", "at least");
  say("x-minimum", "at least");
  say("maximum", "at most");
  say("x-maximum", "at most");
  say("minLength", "characters, at least");
  say("maxLength", "characters, at most");
  say("minItems", "items, at least");
  say("maxItems", "items, at most");
  say("maxProperties", "entries, at most");
  if (schema.readOnly) rules.push("only in answers");
  if (schema["x-qianmo-secrecy"]) rules.push(schema["x-qianmo-secrecy"]);
  return rules.join(", ");
}

function row(name, schema, required, place) {
  const rules = rulesOf(schema.items && !schema.items.$ref ? { ...schema.items, ...schema } : schema);
  const pattern = schema.pattern || (schema.items && schema.items.pattern);
  return element("tr", null,
    element("td", null, element("code", null, name), required ? " (required)" : ""),
    element("td", null, ...typeOf(schema), place ? element("div", { class: "faint" }, place) : null),
    element("td", null, ...prose(schema.description),
      rules ? element("div", { class: "faint" }, rules) : null,
      pattern ? element("div", { class: "faint" }, element("code", null, pattern)) : null));
}

function table(rows) {
  return element("div", { class: "wide" },
    element("table", null,
      element("thead", null, element("tr", null,
        ...["Field", "Type", "Meaning"].map((title) => element("th", { scope: "col" }, title)))),
      element("tbody", null, ...rows)));
}

function fields(schema) {
  const required = new Set(schema.required || []);
  const rows = Object.entries(schema.properties || {})
    .map(([name, property]) => row(name, property, required.has(name)));
  return rows.length > 0 ? table(rows) : element("p", { class: "faint" }, "No fields.");
}

function resolve(api, value) {
  if (!value.$ref) return value;
  return value.$ref.slice(2).split("/").reduce((at, key) => at[key], api);
}

function parameters(api, operation) {
  const all = (operation.parameters || []).map((one) => resolve(api, one));
  if (all.length === 0) return [];
  const rows = all.map((one) =>
    row(one.name, { description: one.description, ...one.schema }, one.required, one.in));
  return [element("h4", null, "Parameters"), table(rows)];
}

function content(title, carrier) {
  const drawn = [];
  for (const [type, media] of Object.entries((carrier && carrier.content) || {})) {
    const schema = media.schema || {};
    drawn.push(element("h4", null, title + " ", element("span", { class: "faint" }, type)));
    if (schema.properties) {
      drawn.push(fields(schema));
    } else {
      drawn.push(element("p", null, ...typeOf(schema)), ...prose(schema.description));
    }
  }
  return drawn;
}

function reasons(operation) {
  const all = operation["x-qianmo-refusals"] || [];
  if (all.length === 0) return [];
  return [element("h4", null, "Reasons of refusals"),
    element("ul", { class: "reasons" },
      ...all.map((reason) => element("li", null, element("code", null, reason))))];
}

// The description ends with what the page shows on its own: the reasons.
function describe(operation) {
  return prose((operation.description || "").split("\n\n**Reasons of its refusals**")[0]);
}

function article(api, path, verb, operation) {
  const title = operation.operationId.replace(/^[^_]*_/, "");
  const drawn = element("article", { id: operation.operationId },
    element("h3", null, title),
    element("p", { class: "call" }, element("span", { class: "verb" }, verb), path),
    ...describe(operation), ...reasons(operation), ...parameters(api, operation),
    ...content("Body", operation.requestBody), ...content("Answer", operation.responses["200"]));
  drawn.dataset.words = [operation.operationId, verb, path, drawn.textContent,
    operation["x-qianmo-method"], JSON.stringify(operation["x-qianmo-access"])]
    .join(" ").toLowerCase();
  return drawn;
}

function operationsOf(api) {
  const byTag = new Map(api.tags.map((tag) => [tag.name, []]));
  for (const [path, item] of Object.entries(api.paths)) {
    for (const verb of verbs) {
      if (item[verb]) byTag.get(item[verb].tags[0]).push(article(api, path, verb, item[verb]));
    }
  }
  return byTag;
}

function link(target, text) {
  return element("li", { "data-for": target }, element("a", { href: "#" + target }, text));
}

function schemaArticles(api) {
  return Object.entries(api.components.schemas).map(([name, schema]) => {
    const drawn = element("article", { id: schemaAnchor(name) },
      element("h3", null, shortNameOf(name)), element("p", { class: "call faint" }, name),
      ...prose(schema.description),
      schema.properties ? fields(schema) : null,
      schema.enum ? element("ul", { class: "reasons" },
        ...schema.enum.map((value) => element("li", null, element("code", null, value)))) : null);
    drawn.dataset.words = (name + " " + drawn.textContent).toLowerCase();
    return drawn;
  });
}

function addSection(title, description, articles) {
  const section = element("section", null, element("h2", null, title), ...prose(description),
    ...articles);
  document.getElementById("page").append(section);
  document.getElementById("contents").append(element("div", null, element("h2", null, title),
    element("ul", null,
      ...articles.map((one) => link(one.id, one.querySelector("h3").textContent)))));
}

function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const fits = (drawn) => words.every((word) => drawn.dataset.words.includes(word));
  let found = 0;
  for (const drawn of document.querySelectorAll("article")) {
    drawn.hidden = !fits(drawn);
    if (!drawn.hidden) found += 1;
    const entry = document.querySelector(`[data-for="${CSS.escape(drawn.id)}"]`);
    if (entry) entry.hidden = drawn.hidden;
  }
  for (const group of document.querySelectorAll("main section, nav > div")) {
    group.hidden = !group.querySelector("article:not([hidden]), li:not([hidden])");
  }
  const status = document.getElementById("found");
  status.textContent = words.length > 0 ? `${found} found` : "";
}

function draw(api) {
  const page = document.getElementById("page");
  page.replaceChildren(element("p", { id: "found", role: "status", class: "faint" }),
    element("div", { id: "about" }, ...prose(api.info.description)));
  const operations = operationsOf(api);
  for (const tag of api.tags) addSection(tag.name, tag.description, operations.get(tag.name));
  addSection("Messages", "What the methods take and give.", schemaArticles(api));
  const box = document.getElementById("search");
  box.addEventListener("input", () => search(box.value));
  if (box.value !== "") search(box.value);
  const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (wanted) wanted.scrollIntoView();
}

fetch("/openapi.json")
  .then((answer) => {
    if (!answer.ok) throw new Error(`the description cannot be read (${answer.status})`);
    return answer.json();
  })
  .then(draw)
  .catch((trouble) => {
    document.getElementById("page").replaceChildren(
      element("p", { role: "alert" }, String(trouble.message || trouble)));
  });
