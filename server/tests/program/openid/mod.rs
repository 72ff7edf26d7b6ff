//! The sample apps whose users sign in with Twofold, run as they are documented against the real program.

mod apache;
mod native;

use crate::{
    node::Node,
    person::{Message, Person},
};

const ANA: &str = "ana@example.com";

/// Adds an app of the operator, and returns what is printed.
#[track_caller]
fn added(node: &Node, options: &[&str]) -> String {
    let (done, printed, errors) = node.command("app", &[&["add", "Wiki"], options].concat());
    assert!(done, "{errors}");
    printed
}

/// Returns where an answer leads a browser: by a redirect, or by a page of ours that leads on.
#[track_caller]
fn onward(answer: &Message) -> String {
    if let [location] = answer.all("location")[..] {
        return location.to_owned();
    }
    let Some((_, rest)) = answer.body.split_once("<meta http-equiv=\"refresh\" content=\"0;url=") else {
        panic!("it leads nowhere: {answer:?}");
    };
    rest.split('"').next().unwrap().replace("&amp;", "&")
}

/// Opens the address at Twofold that an app has led to, and returns where Twofold leads.
#[track_caller]
fn opens(ana: &mut Person, origin: &str, address: &str) -> String {
    let path = address.strip_prefix(origin).unwrap_or_else(|| panic!("{address}"));
    onward(&ana.get(path))
}

/// Opens an app's request to sign in, agrees to what the page says, and returns the address at which the app is answered.
#[track_caller]
fn agrees(ana: &mut Person, origin: &str, address: &str) -> String {
    let page = opens(ana, origin, address);
    assert!(page.starts_with("/apps/allow?"), "{page}");
    let shown = ana.get(&page).body;
    assert!(shown.contains("wants to know who you are"), "{shown}");
    let (_, request) = page.split_once("request=").unwrap();
    let further = ana.post("apps/allow", &[("request", request)]);
    let further = further.only("location").to_owned();
    onward(&ana.get(&further))
}

/// Whether the browser has a session at Twofold.
fn signed_in(ana: &mut Person) -> bool {
    ana.get("/profile").status() == 200
}
