//! Bodies, fields and types.

use super::{
    Reference,
    parts::{self, bounds, breakable, list, non_null, object, prose, string},
};
use leptos::prelude::*;
use serde_json::Value;

/// Where the components of the document are.
const SCHEMAS: &str = "#/components/schemas/";

impl<'a> Reference<'a> {
    /// Follows a reference to a component.
    pub(super) fn resolved(self, value: &'a Value) -> &'a Value {
        let target = value.get("$ref").and_then(Value::as_str);
        let found = target.and_then(|target| self.api.pointer(target.trim_start_matches('#')));
        found.unwrap_or(value)
    }

    /// The media type and the schema of a body.
    pub(super) fn content(self, content: &'a Value) -> (String, &'a Value) {
        let Some((media, content)) = object(Some(content)).iter().next() else {
            return (String::new(), &Value::Null);
        };
        (media.clone(), content.get("schema").unwrap_or(&Value::Null))
    }

    /// The fields of an object, or of each that it may be.
    pub(super) fn fields(self, schema: &'a Value) -> AnyView {
        let schema = self.resolved(schema);
        if let Some(all) = schema.get("oneOf") {
            return list(Some(all))
                .iter()
                .map(|one| self.fields(one))
                .collect_view()
                .into_any();
        }
        let about = string(schema.get("description"));
        let required: Vec<_> = list(schema.get("required"))
            .iter()
            .map(|name| string(Some(name)))
            .collect();
        let rows = object(schema.get("properties")).iter().map(|(name, property)| {
            let may_be_missing = (!required.contains(&name.as_str())).then(|| "may be missing".to_owned());
            self.row(name, may_be_missing, property.get("description"), property)
        });
        let rows = rows.collect_view();
        view! {
            {(!about.is_empty()).then(|| view! { <p>{prose(about)}</p> })}
            {(!rows.is_empty()).then(|| view! { <dl class="fields">{rows}</dl> })}
        }
        .into_any()
    }

    /// A field or parameter.
    pub(super) fn row(
        self,
        name: &'a str,
        remark: Option<String>,
        about: Option<&'a Value>,
        schema: &'a Value,
    ) -> impl IntoView + use<'a> {
        view! {
            <div>
                <dt>
                    <code>{breakable(name)}</code> {remark.map(|remark| view! { " " <small>{remark}</small> })}
                </dt>
                <dd>
                    {about.map(|about| view! { <div>{prose(string(Some(about)))}</div> })}
                    <div class="kind">{self.kind(schema)}</div>
                </dd>
            </div>
        }
    }

    /// The type of a value, with its bounds.
    pub(super) fn kind(self, schema: &'a Value) -> AnyView {
        let inner = non_null(schema);
        if !std::ptr::eq(inner, schema) {
            return view! { {self.kind(inner)} ", or " <code>"null"</code> }.into_any();
        }
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            let name = target.trim_start_matches(SCHEMAS).to_owned();
            let address = format!("#type-{name}");
            return view! { <a href=address>{name}</a> }.into_any();
        }
        if let Some(all) = schema.get("oneOf") {
            let kinds = list(Some(all)).iter().enumerate();
            let kinds = kinds.map(|(n, one)| view! { {(n > 0).then_some(", or ")} {self.kind(one)} });
            return kinds.collect_view().into_any();
        }
        if let Some(items) = schema.get("items") {
            let most = schema.get("maxItems").map(|most| format!("at most {most} of "));
            return view! { "Array: " {most} {self.kind(items)} }.into_any();
        }
        if let Some(all) = schema.get("enum") {
            return parts::values(list(Some(all)));
        }
        let kinds = schema.get("type");
        let nullable = list(kinds).iter().any(|kind| kind == "null");
        let kind = list(kinds)
            .iter()
            .chain(kinds)
            .find_map(Value::as_str)
            .unwrap_or("object");
        let bounds = bounds(schema);
        let null = nullable.then(|| view! { ", or " <code>"null"</code> });
        view! { {kind.to_owned()} {bounds} {null} }.into_any()
    }

    pub(super) fn types(self) -> impl IntoView + use<'a> {
        let types = object(self.api.pointer("/components/schemas"))
            .iter()
            .map(|(name, schema)| {
                let content = if schema.get("properties").or(schema.get("oneOf")).is_some() {
                    self.fields(schema)
                } else {
                    let about = string(schema.get("description"));
                    view! {
                        {(!about.is_empty()).then(|| view! { <p>{prose(about)}</p> })}
                        <div class="kind">{self.kind(schema)}</div>
                    }
                    .into_any()
                };
                view! {
                    <article class="card padded" id=format!("type-{name}") tabindex="-1">
                        <h3>{name.clone()}</h3>
                        {content}
                    </article>
                }
            });
        let types = types.collect_view();
        view! {
            <section class="stack" aria-labelledby="types">
                <h2 id="types">"Types"</h2>
                {types}
            </section>
        }
    }
}
