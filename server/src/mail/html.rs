//! The HTML part of a mail: the words of the text part, with links that can be pressed. It loads nothing.

use std::borrow::Cow;

/// Writes a text as an HTML document. Only links to `origin` become links, because names in the text are typed by people.
pub(super) fn document(language: &str, title: &str, text: &str, origin: &str) -> String {
    let paragraphs: String = text
        .trim_end()
        .split("\n\n")
        .map(|text| paragraph(text, origin))
        .collect();
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n\
         <body style=\"font-family: sans-serif; line-height: 1.5\">\n{paragraphs}</body>\n</html>\n"
    )
}

fn paragraph(text: &str, origin: &str) -> String {
    let lines: Vec<_> = text.lines().map(|text| line(text, origin)).collect();
    format!("<p>{}</p>\n", lines.join("<br>\n"))
}

fn line(text: &str, origin: &str) -> String {
    let words = text.trim_start_matches(' ');
    let indent = "&nbsp;".repeat(text.len() - words.len());
    let words: Vec<_> = words.split(' ').map(|word| linked(word, origin)).collect();
    format!("{indent}{}", words.join(" "))
}

/// Escapes a word; if it is a link to `origin`, it becomes one, without the mark that ends a sentence.
fn linked(word: &str, origin: &str) -> String {
    let link = word.trim_end_matches(['.', ',', ';', ':', ')', '?', '!']);
    let ours = link
        .strip_prefix(origin)
        .is_some_and(|path| path.is_empty() || path.starts_with('/'));
    if !ours {
        return escape(word).into_owned();
    }
    let (shown, mark) = (escape(link), escape(word.strip_prefix(link).unwrap_or_default()));
    format!("<a href=\"{shown}\">{shown}</a>{mark}")
}

fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://a.example";

    fn body(text: &str) -> String {
        let document = document("de", "A & B", text, ORIGIN);
        assert!(
            document.starts_with("<!DOCTYPE html>\n<html lang=\"de\">"),
            "{document}"
        );
        assert!(document.contains("<title>A &amp; B</title>"), "{document}");
        let (_, body) = document.split_once("1.5\">\n").expect("a body");
        body.trim_end_matches("</body>\n</html>\n").to_owned()
    }

    #[test]
    fn paragraphs_lines_and_lists_keep_their_form() {
        assert_eq!(
            body("Hello,\n\none\ntwo:\n    a\n    b c\n"),
            "<p>Hello,</p>\n<p>one<br>\ntwo:<br>\n&nbsp;&nbsp;&nbsp;&nbsp;a<br>\n&nbsp;&nbsp;&nbsp;&nbsp;b c</p>\n"
        );
    }

    #[test]
    fn only_our_own_addresses_become_links() {
        let link = |path: &str| format!("<a href=\"{ORIGIN}{path}\">{ORIGIN}{path}</a>");
        for (text, expected) in [
            (ORIGIN.to_owned(), link("")),
            (format!("{ORIGIN}/confirm-email/x_-y"), link("/confirm-email/x_-y")),
            (format!("see {ORIGIN}/security."), format!("see {}.", link("/security"))),
            (format!("{ORIGIN}.evil.example/"), format!("{ORIGIN}.evil.example/")),
            (format!("{ORIGIN}@evil.example"), format!("{ORIGIN}@evil.example")),
            (format!("{ORIGIN}:8443/"), format!("{ORIGIN}:8443/")),
            ("https://evil.example/".into(), "https://evil.example/".into()),
        ] {
            assert_eq!(body(&text), format!("<p>{expected}</p>\n"), "{text}");
        }
    }

    #[test]
    fn names_cannot_write_html() {
        for (text, expected) in [
            ("<img src=x>", "&lt;img src=x&gt;"),
            ("“\"'&amp;”", "“&quot;&#39;&amp;amp;”"),
            (
                "https://a.example/\"onclick='x'",
                "<a href=\"https://a.example/&quot;onclick=&#39;x&#39;\">https://a.example/&quot;onclick=&#39;x&#39;</a>",
            ),
        ] {
            assert_eq!(body(text), format!("<p>{expected}</p>\n"), "{text}");
        }
    }
}
