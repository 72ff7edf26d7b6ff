use leptos::prelude::*;

/// Shows its children while `when` holds. Leptos' `Show` is in the client once for each use, this only once.
#[component]
pub(crate) fn Shown(#[prop(into)] when: Signal<bool>, children: ChildrenFn) -> AnyView {
    let when = Memo::new(move |_| when.get());
    (move || when.get().then(|| children())).into_any()
}
