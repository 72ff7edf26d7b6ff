//! `GET /api/v1/members`: the people of the account, by pages.

use super::{Problem, credential, limit::Quota, page_size, time};
use crate::http::Shared;
use axum::{
    Extension, Json,
    extract::{Query, State, rejection::QueryRejection},
};
use domain::{
    kernel::{browser::Browser, id::MemberId},
    profile::member::Member,
};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use terms::Scope;

/// What the query may ask for.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Asked {
    after: Option<String>,
    limit: Option<usize>,
}

/// Some members, in the order of their ids.
#[derive(Serialize)]
pub(in crate::http) struct Members {
    members: Vec<Item>,
    /// The value of `after` for the next page.
    next: Option<String>,
}

#[derive(Serialize)]
struct Item {
    id: String,
    name: String,
    role: &'static str,
    #[serde(flatten)]
    details: Option<Details>,
}

/// What owners and admins see.
#[derive(Serialize)]
struct Details {
    email: String,
    two_factor: bool,
    joined_at: String,
}

impl Item {
    fn of(member: Member, details: bool) -> Self {
        let details = details.then(|| Details {
            email: member.email.as_str().to_owned(),
            two_factor: member.two_factor_since.is_some(),
            joined_at: time(member.created_at),
        });
        Self {
            id: member.id.to_string(),
            name: member.name,
            role: member.role.as_str(),
            details,
        }
    }
}

/// Returns a page of members.
pub(in crate::http) async fn list(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<(Quota, Json<Members>), Problem> {
    let (program, quota) = credential::program(&shared, Scope::Members, &browser, &headers).await?;
    let Query(asked) = query.map_err(|_| Problem::bad_query())?;
    let limit = page_size(asked.limit)?;
    let after = asked
        .after
        .as_deref()
        .map(|id| MemberId::parse(id).ok_or_else(Problem::bad_query));
    let after = after.transpose()?;
    // One more than asked for tells whether there is a next page.
    let mut members = shared.service.members_of(&program, after.as_ref(), limit + 1).await?;
    let more = members.len() > limit;
    members.truncate(limit);
    let next = members.last().filter(|_| more).map(|member| member.id.to_string());
    let details = program.member.manages_team();
    let members = members.into_iter().map(|member| Item::of(member, details)).collect();
    Ok((quota, Json(Members { members, next })))
}
