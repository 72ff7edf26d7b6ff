//! `/api/docs`: the description of the API for people, one page that needs no script.
//!
//! It is in English, like everything that programs and their logs say.

mod parts;
mod types;

use super::document::{self, DESCRIPTION};
use crate::http::{Shared, Web};
use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use http::{HeaderValue, header};
use leptos::prelude::*;
use parts::{anchor, breakable, list, object, prose, string};
use serde_json::Value;

/// The page loads its style and the theme, and has no form.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'",
);

/// Returns the page.
pub(in crate::http) async fn read(State(shared): State<Shared>) -> Response {
    let page = shared.web.reference.get_or_init(|| page(&shared.web)).clone();
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static("en")),
    ];
    (headers, Html(page)).into_response()
}

/// Renders the page.
fn page(web: &Web) -> axum::body::Bytes {
    let api = serde_json::to_value(&*DESCRIPTION).unwrap_or_default();
    let reference = Reference { api: &api };
    let text = |path: &str| string(api.pointer(path));
    let (side, sections): (Vec<_>, Vec<_>) = reference.parts().into_iter().unzip();
    let document = view! {
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>"REST API · Twofold"</title>
                {web.urls.theme.clone().map(|src| view! { <script src=src></script> })}
                {web.urls.style.clone().map(|href| view! { <link rel="stylesheet" href=href /> })}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
            </head>
            <body class="reference">
                <a class="skip" href="#main">"Skip to the content"</a>
                <header class="bar">
                    <a class="mark" href="/" translate="no">
                        <img src="/icon.svg" alt="" width="22" height="22" />
                        "Twofold"
                    </a>
                </header>
                <div class="frame">
                    <nav class="side" aria-label="Calls">
                        {side}
                        <p class="part">"All calls"</p>
                        <a href="#errors">"Errors"</a>
                        <a href="#types">"Types"</a>
                    </nav>
                    <main id="main" tabindex="-1" class="stack">
                        <h1>"REST API"</h1>
                        <p>{text("/info/description")}</p>
                        <p>
                            "The same for programs: " <a href=document::PATH>"openapi.json"</a> " (OpenAPI "
                            {text("/openapi")} ")."
                        </p>
                        {sections}
                        {reference.errors()}
                        {reference.types()}
                    </main>
                </div>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", document.to_html()).into()
}

/// The document, as far as the page reads it.
#[derive(Clone, Copy)]
struct Reference<'a> {
    api: &'a Value,
}

/// A call.
struct Operation<'a> {
    part: &'a str,
    id: &'a str,
    method: String,
    path: &'a str,
    described: &'a Value,
}

impl Operation<'_> {
    /// How the list names it.
    fn name(&self) -> String {
        let path = self.path.trim_start_matches(super::PREFIX);
        match self.part {
            document::FORWARD_AUTH => path.to_owned(),
            _ => format!("{} {path}", self.method),
        }
    }
}

impl<'a> Reference<'a> {
    fn operations(self) -> Vec<Operation<'a>> {
        let paths = object(self.api.get("paths"));
        let all = paths.iter().flat_map(|(path, item)| {
            object(Some(item)).iter().map(move |(method, described)| Operation {
                part: described.pointer("/tags/0").map_or("", |tag| string(Some(tag))),
                id: string(described.get("operationId")),
                method: method.to_uppercase(),
                path,
                described,
            })
        });
        all.collect()
    }

    /// Each part of the API: its links in the list, and its section.
    fn parts(self) -> Vec<(AnyView, AnyView)> {
        let operations = self.operations();
        let parts = list(self.api.get("tags")).iter().map(|part| {
            let name = string(part.get("name")).to_owned();
            let about = string(part.get("description")).to_owned();
            let own = || operations.iter().filter(|operation| operation.part == name);
            let links = own().map(|operation| {
                let address = format!("#{}", operation.id);
                view! { <a href=address>{operation.name()}</a> }
            });
            let links = links.collect_view();
            let calls = own().map(|operation| self.operation(operation)).collect_view();
            let side = view! {
                <p class="part">{name.clone()}</p>
                {links}
            };
            let section = view! {
                <section class="stack" aria-labelledby=anchor(&name)>
                    <h2 id=anchor(&name)>{name.clone()}</h2>
                    <p>{about}</p>
                    {calls}
                </section>
            };
            (side.into_any(), section.into_any())
        });
        parts.collect()
    }

    fn operation(self, operation: &Operation<'a>) -> impl IntoView + use<'a> {
        let described = operation.described;
        let any = operation.part == document::FORWARD_AUTH;
        let method = if any {
            "any method".to_owned()
        } else {
            operation.method.clone()
        };
        let parameters = list(described.get("parameters"));
        let parameters = (!parameters.is_empty()).then(|| {
            let rows = parameters.iter().map(|parameter| {
                let optional = if parameter.get("required") == Some(&Value::Bool(true)) {
                    ""
                } else {
                    ", may be missing"
                };
                let remark = format!("{}{optional}", string(parameter.get("in")));
                let schema = parameter.get("schema").unwrap_or(&Value::Null);
                let name = string(parameter.get("name"));
                self.row(name, Some(remark), parameter.get("description"), schema)
            });
            view! {
                <h4>"Parameters"</h4>
                <dl class="fields">{rows.collect_view()}</dl>
            }
        });
        let body = described.pointer("/requestBody/content").map(|content| {
            let (media, schema) = self.content(content);
            let remark = string(described.pointer("/requestBody/description"));
            view! {
                <h4>"Body: " <code>{media}</code></h4>
                {(!remark.is_empty()).then(|| view! { <p>{prose(remark)}</p> })}
                {self.fields(schema)}
            }
        });
        let answers = object(described.get("responses")).iter();
        let (good, bad): (Vec<_>, Vec<_>) = answers.partition(|(status, _)| status.starts_with('2'));
        let good = good.into_iter().map(|(status, answer)| self.answer(status, answer));
        let bad = bad.into_iter().map(|(status, answer)| {
            let name = string(answer.get("$ref")).rsplit('/').next().unwrap_or_default();
            view! { <a href=format!("#{name}")>{status.clone()}</a> " " }
        });
        let (good, bad) = (good.collect_view(), bad.collect_view());
        view! {
            <article class="card padded" id=operation.id.to_owned() tabindex="-1">
                <h3>
                    <span class="method">{method}</span> " " <code>{breakable(operation.path)}</code>
                </h3>
                <p>
                    {prose(string(described.get("summary")))} " " {prose(string(described.get("description")))}
                </p>
                <p>{self.credentials(described)}</p>
                {parameters}
                {body}
                {good}
                <p>"Refused with " {bad}</p>
            </article>
        }
    }

    /// The credentials that an operation takes.
    fn credentials(self, described: &'a Value) -> impl IntoView + use<'a> {
        let taken = list(described.get("security"))
            .iter()
            .flat_map(|taken| object(Some(taken)));
        let taken: Vec<_> = taken.collect();
        let scope = taken.first().and_then(|(_, scopes)| scopes.get(0)).map(|scope| {
            view! { ", with the scope " <code>{string(Some(scope)).to_owned()}</code> }
        });
        let names = taken.iter().map(|(name, _)| match name.as_str() {
            "key" => "an API key",
            "token" => "an access token",
            "password" => "e-mail address and password",
            "resource_key" => "a resource key",
            _ => "a browser's cookie",
        });
        let names = names.collect::<Vec<_>>().join(" or ");
        view! { "With " {names} {scope} "." }
    }

    fn answer(self, status: &'a str, answer: &'a Value) -> impl IntoView + use<'a> {
        let headers = object(answer.get("headers")).iter().map(|(name, header)| {
            let schema = header.get("schema").unwrap_or(&Value::Null);
            self.row(name, Some("header".to_owned()), header.get("description"), schema)
        });
        let headers = headers.collect_view();
        let fields = answer
            .get("content")
            .map(|content| self.fields(self.content(content).1));
        view! {
            <h4>"Answer " {status.to_owned()} ": " {string(answer.get("description")).to_owned()}</h4>
            {fields}
            {(!headers.is_empty()).then(|| view! { <dl class="fields">{headers}</dl> })}
        }
    }

    fn errors(self) -> impl IntoView + use<'a> {
        let operations = self.operations();
        let rows = object(self.api.pointer("/components/responses"))
            .iter()
            .map(|(name, refusal)| {
                let target = format!("#/components/responses/{name}");
                let status = operations.iter().find_map(|operation| {
                    let mut answers = object(operation.described.get("responses")).iter();
                    let (status, _) = answers.find(|(_, answer)| string(answer.get("$ref")) == target)?;
                    Some(status.clone())
                });
                let status = status.unwrap_or_default();
                let about = prose(string(refusal.get("description")));
                (
                    status.clone(),
                    view! { <div id=name.clone()><dt>{status}</dt><dd>{about}</dd></div> },
                )
            });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by(|(one, _), (other, _)| one.cmp(other));
        let rows = rows.into_iter().map(|(_, row)| row).collect_view();
        view! {
            <section class="stack" aria-labelledby="errors">
                <h2 id="errors">"Errors"</h2>
                <p>
                    "Every refusal is " <code>"application/problem+json"</code> " (RFC 9457), with one of these as its "
                    <code>"code"</code> "."
                </p>
                <div class="card padded"><dl class="fields">{rows}</dl></div>
            </section>
        }
    }
}
