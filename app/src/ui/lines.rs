use crate::ui::field_frame::{FieldFrame, described_by};
use leptos::prelude::*;

/// A text of several lines, for pages that the server makes.
#[component]
pub(crate) fn Lines(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    rows: u8,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> AnyView {
    let wrong = error.with(Option::is_some);
    // Leptos 0.8 does not escape the children of a text area.
    let escaped = in_text_area(&value);
    view! {
        <FieldFrame id=name.to_owned() label=label.to_owned() hint=Some(hint.to_owned()) error=error>
            <textarea
                class="input lines"
                id=name
                name=name
                rows=rows
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                translate="no"
                aria-invalid=wrong.then_some("true")
                aria-describedby=described_by(name, true, wrong)
                inner_html=escaped
            ></textarea>
        </FieldFrame>
    }
    .into_any()
}

/// The text as HTML. A parser drops the line feed that comes first.
fn in_text_area(text: &str) -> String {
    let escaped = text.replace("\r\n", "\n").replace('&', "&amp;");
    format!("\n{}", escaped.replace('<', "&lt;").replace('>', "&gt;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_in_its_area() {
        let typed = "\n</textarea><script>1</script>\r\n&lt;";
        let html = in_text_area(typed);
        assert_eq!(html, "\n\n&lt;/textarea&gt;&lt;script&gt;1&lt;/script&gt;\n&amp;lt;");
        let page = Owner::new()
            .with(|| view! { <Lines name="a" label="A" hint="" value=typed.to_owned() rows=2 /> }.to_html());
        assert!(page.contains(&html) && !page.contains("<script"), "{page}");
    }
}
