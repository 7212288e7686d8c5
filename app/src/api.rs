//! `/api/docs`: the description of the API as a page, drawn from the same document that programs read.

use axum::response::Response;
use leptos::prelude::*;
use serde_json::Value;

use crate::House;
use crate::kernel::{Door, Page};
use crate::ui::skip_link;

/// The page, from an OpenAPI document and the problems it may answer: type, status and title of each.
pub fn page(house: &House, document: &Value, problems: &[(&str, u16, &str)]) -> Response {
    let page = Page::new(Door::Cover, "Duplex for programs");
    page.draw_for_stranger(house, || {
        let lead = document["info"]["description"].as_str().unwrap_or_default().to_owned();
        let groups: Vec<_> =
            groups(document).into_iter().map(|(name, calls)| group(document, name, &calls)).collect();
        view! {
            {skip_link()}
            <main class="page docs" id="main">
                <header class="page-head">
                    <p class="crumbs"><a href="/">"Duplex"</a></p>
                    <h1>"Duplex for programs"</h1>
                    <p class="lead">{marked(&lead)}</p>
                    <p><a href="/api/v1/openapi.json">"OpenAPI document"</a></p>
                </header>
                {groups}
                <section aria-labelledby="problems">
                    <div class="head"><h2 id="problems">"Problems"</h2></div>
                    {table(["Type", "Status", "Means"], problems.iter().map(|(kind, status, title)| {
                        [format!("`urn:duplex:problem:{kind}`"), status.to_string(), (*title).to_string()]
                    }))}
                </section>
            </main>
        }
        .into_any()
    })
}

/// One method of one path.
struct Call<'d> {
    method: String,
    path: &'d str,
    about: &'d Value,
}

/// Calls by their first tag, in the order of the document.
fn groups(document: &Value) -> Vec<(&str, Vec<Call<'_>>)> {
    let mut groups: Vec<(&str, Vec<Call<'_>>)> = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, about) in methods.as_object().into_iter().flatten() {
            let name = about["tags"][0].as_str().unwrap_or("Other");
            let call = Call { method: method.to_uppercase(), path, about };
            match groups.iter_mut().find(|(known, _)| *known == name) {
                Some((_, calls)) => calls.push(call),
                None => groups.push((name, vec![call])),
            }
        }
    }
    groups
}

fn group(document: &Value, name: &str, calls: &[Call<'_>]) -> AnyView {
    let id = name.to_lowercase();
    let calls: Vec<_> = calls.iter().map(|call| operation(document, call)).collect();
    view! {
        <section aria-labelledby=id.clone()>
            <div class="head"><h2 id=id.clone()>{name.to_owned()}</h2></div>
            {calls}
        </section>
    }
    .into_any()
}

fn operation(document: &Value, call: &Call<'_>) -> AnyView {
    let summary = call.about["summary"].as_str().unwrap_or_default().to_owned();
    let more = call.about["description"].as_str().unwrap_or_default().to_owned();
    let named = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let parameters: Vec<[String; 3]> = call.about["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|p| [format!("`{}`", named(&p["name"])), kind(&p["schema"]), named(&p["description"])])
        .collect();
    let content = &call.about["requestBody"]["content"];
    let body = content.as_object().and_then(|kinds| kinds.iter().next());
    let body = body.map(|(kind, content)| (kind.clone(), fields(document, &content["schema"])));
    let answers = call.about["responses"].as_object().into_iter().flatten().map(|(status, answer)| {
        let schema = &answer["content"]["application/json"]["schema"];
        let fields = fields(document, schema);
        (status.clone(), answer["description"].as_str().unwrap_or_default().to_owned(), fields)
    });
    let answers: Vec<_> = answers
        .map(|(status, words, rows)| {
            let rows = (!rows.is_empty()).then(|| table(["Answers", "", ""], rows.into_iter()));
            view! { <p><b>{status}</b> " " {words}</p> {rows} }
        })
        .collect();
    view! {
        <details class="call">
            <summary><b>{call.method.clone()}</b> " " <code>{call.path.to_owned()}</code> " " {marked(&summary)}</summary>
            {(!more.is_empty()).then(|| view! { <p>{marked(&more)}</p> })}
            {(!parameters.is_empty()).then(|| table(["Parameter", "", ""], parameters.into_iter()))}
            {body.map(|(kind, rows)| view! { <p>"Send " <code>{kind}</code></p> {table(["Field", "", ""], rows.into_iter())} })}
            {answers}
        </details>
    }
    .into_any()
}

/// Fields of a schema: name, type, words. Those of the entries of a list stand behind the list's own.
fn fields(document: &Value, schema: &Value) -> Vec<[String; 3]> {
    let schema = resolved(document, schema);
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut rows = Vec::new();
    for (name, about) in schema["properties"].as_object().into_iter().flatten() {
        let optional = if required.contains(&name.as_str()) { "" } else { ", optional" };
        let words = about["description"].as_str().unwrap_or_default().to_owned();
        rows.push([format!("`{name}`"), format!("{}{optional}", kind(about)), words]);
        let entries = resolved(document, &about["items"]);
        for [inner, kind, words] in fields(document, entries) {
            rows.push([format!("`{name}[].{}`", inner.trim_matches('`')), kind, words]);
        }
    }
    rows
}

/// What a reference points to.
fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let pointer = schema["$ref"].as_str().and_then(|text| text.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(schema)
}

/// The type in a word or two.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    let one = |value: &Value| value.as_str().filter(|word| *word != "null").map(str::to_owned);
    let plain = match &schema["type"] {
        Value::Array(several) => several.iter().find_map(one),
        single => one(single),
    };
    let choice = || schema["oneOf"].as_array()?.iter().map(kind).find(|word| !word.is_empty());
    let plain = plain.or_else(choice).unwrap_or_default();
    match schema["format"].as_str() {
        Some(format) if plain == "string" => format.to_owned(),
        _ if plain == "array" => format!("list of {}", kind(&schema["items"])),
        _ => plain,
    }
}

fn table(head: [&'static str; 3], rows: impl Iterator<Item = [String; 3]>) -> AnyView {
    let rows: Vec<_> = rows
        .map(|[name, kind, words]| {
            view! { <tr><th scope="row">{marked(&name)}</th><td>{kind}</td><td>{marked(&words)}</td></tr> }
        })
        .collect();
    let [first, second, third] = head;
    view! {
        <table>
            <thead><tr><th scope="col">{first}</th><th scope="col">{second}</th><th scope="col">{third}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// Words in which what stands between backticks is code.
fn marked(words: &str) -> AnyView {
    let parts: Vec<_> = words
        .split('`')
        .enumerate()
        .map(|(n, part)| match n % 2 {
            0 => part.to_owned().into_any(),
            _ => view! { <code>{part.to_owned()}</code> }.into_any(),
        })
        .collect();
    parts.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_found_behind_references_and_in_lists() {
        let document = json!({ "components": { "schemas": {
            "Line": { "properties": { "id": { "type": "string", "format": "uuid", "description": "Its id." } }, "required": ["id"] },
            "Page": { "properties": { "items": { "type": "array", "items": { "$ref": "#/components/schemas/Line" } },
                      "next": { "type": ["string", "null"] } }, "required": ["items"] },
        } } });
        let rows = fields(&document, &json!({ "$ref": "#/components/schemas/Page" }));
        let row = |name: &str, kind: &str, words: &str| [name.to_owned(), kind.to_owned(), words.to_owned()];
        assert_eq!(
            rows,
            [
                row("`items`", "list of Line", ""),
                row("`items[].id`", "uuid", "Its id."),
                row("`next`", "string, optional", "")
            ]
        );
    }
}
