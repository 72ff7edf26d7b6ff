//! The HTML document: its head, and the script that starts the client.

use crate::{
    App, page,
    shell::address::address,
    text::{language, text},
    wire::ssr::RequestInfo,
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

/// The document with [`App`] in its body.
pub fn document() -> impl IntoView {
    let frame = text().frame();
    let assets = use_context::<RequestInfo>()
        .map(|info| info.assets.as_ref().clone())
        .unwrap_or_default();
    let language = language();
    let page = page::at(&address().path);
    let start = assets.start(page, language);
    view! {
        <!DOCTYPE html>
        <html lang=language.as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="description" content=frame.description() />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#11191c" media="(prefers-color-scheme: dark)" />
                {assets.theme.map(|src| view! { <script src=src></script> })}
                {assets.style.map(|href| view! { <link rel="stylesheet" href=href /> })}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="manifest" href="/manifest.webmanifest" />
                // Rendering is blocked until the document is complete, because a centred card moves while it grows.
                {start.is_some().then(|| view! { <link rel="expect" href="#start" blocking="render" /> })}
                <MetaTags />
            </head>
            <body>
                <App />
                {start.map(|start| view! { <script id="start" type="module" nonce=use_nonce() inner_html=start></script> })}
            </body>
        </html>
    }
}
