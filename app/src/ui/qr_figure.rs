use leptos::prelude::*;

/// The light edge a reader needs around the code, in modules.
const QUIET: u32 = 4;

/// A QR code: `path` draws the dark modules of a square of `size` modules, without its light edge.
#[component]
pub fn QrFigure(size: u32, #[prop(into)] path: String, #[prop(into)] label: String) -> AnyView {
    let whole = size.saturating_add(QUIET.saturating_mul(2));
    view! {
        <svg class=width_class(whole) viewBox=format!("-{QUIET} -{QUIET} {whole} {whole}") width="240" height="240" role="img" aria-label=label>
            <rect x="-4" y="-4" width=whole height=whole fill="#fff" />
            <path d=path fill="#000" />
        </svg>
    }.into_any()
}

/// The class that gives each module at least 4 px.
fn width_class(whole: u32) -> &'static str {
    match whole {
        ..=56 => "qr",
        57..=63 => "qr qr-57",
        64..=69 => "qr qr-65",
        _ => "qr qr-max",
    }
}
