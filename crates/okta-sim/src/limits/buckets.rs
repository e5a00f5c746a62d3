//! Which endpoints share a bucket, and how large it is.

/// Size of the organization's subscription.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Free organization of a developer.
    Integrator,
    /// One App and Enterprise.
    OneApp,
    /// Workforce Identity.
    #[default]
    Workforce,
}

impl Plan {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Integrator => "integrator",
            Self::OneApp => "one_app",
            Self::Workforce => "workforce",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Integrator, Self::OneApp, Self::Workforce]
            .into_iter()
            .find(|plan| plan.word() == word)
    }
}

/// Endpoints that are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Bucket {
    /// Everything under `/apps` but the single app.
    Apps,
    /// `/apps/{id}`.
    App,
    /// Everything under `/groups` but the single group.
    Groups,
    /// `/groups/{id}`.
    Group,
    /// List and creation of users, and everything under `/users/{id}/`.
    Users,
    /// `GET /users/{id}`.
    UserRead,
    /// Changes of `/users/{id}`.
    UserWrite,
    /// `/logs`.
    Logs,
    /// `/oauth2/v1/clients` and below.
    Clients,
    /// The rest of `/oauth2/v1`, the token endpoint first of all.
    OAuth,
    /// `/devices` and below.
    Devices,
    /// `/iam` and below.
    Iam,
    /// `/idps`, `/authorizationServers`, `/eventHooks`.
    Integrations,
    /// The rest of `/api/v1`.
    Other,
}

impl Bucket {
    /// The bucket of a request; the longest match wins, and a literal beats an id. `None`: not limited.
    pub(crate) fn of(method: &str, path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match segments.as_slice() {
            ["oauth2", "v1", "keys"] => None,
            ["oauth2", "v1", "clients", ..] => Some(Self::Clients),
            ["oauth2", ..] => Some(Self::OAuth),
            ["api", "v1", rest @ ..] => Some(Self::of_api(method, rest)),
            _ => None,
        }
    }

    fn of_api(method: &str, rest: &[&str]) -> Self {
        match rest {
            ["apps", _] => Self::App,
            ["apps", ..] => Self::Apps,
            ["groups", "rules"] => Self::Groups,
            ["groups", _] => Self::Group,
            ["groups", ..] => Self::Groups,
            ["users", _] if method == "GET" => Self::UserRead,
            ["users", _] => Self::UserWrite,
            ["users", ..] => Self::Users,
            ["logs", ..] => Self::Logs,
            ["devices", ..] => Self::Devices,
            ["iam", ..] => Self::Iam,
            ["idps" | "authorizationServers" | "eventHooks", ..] => Self::Integrations,
            _ => Self::Other,
        }
    }

    /// Requests a minute for the whole organization.
    pub(crate) const fn limit(self, plan: Plan) -> u32 {
        let [integrator, one_app, workforce] = match self {
            Self::Apps => [20, 100, 100],
            Self::App => [100, 600, 500],
            Self::Groups => [100, 600, 500],
            Self::Group => [100, 600, 1000],
            Self::Users | Self::UserWrite => [100, 600, 600],
            Self::UserRead => [100, 1000, 2000],
            Self::Logs => [20, 50, 120],
            Self::Clients => [25, 100, 100],
            Self::OAuth => [300, 1200, 2000],
            Self::Devices => [100, 150, 100],
            Self::Iam => [100, 100, 100],
            Self::Integrations => [100, 600, 1000],
            Self::Other => [100, 600, 1200],
        };
        match plan {
            Plan::Integrator => integrator,
            Plan::OneApp => one_app,
            Plan::Workforce => workforce,
        }
    }

    /// The pattern that log events about this bucket name.
    pub(crate) const fn pattern(self) -> &'static str {
        match self {
            Self::Apps => "/api/v1/apps",
            Self::App => "/api/v1/apps/{id}",
            Self::Groups => "/api/v1/groups",
            Self::Group => "/api/v1/groups/{id}",
            Self::Users => "/api/v1/users",
            Self::UserRead => "GET /api/v1/users/{idOrLogin}",
            Self::UserWrite => "/api/v1/users/{id}",
            Self::Logs => "/api/v1/logs",
            Self::Clients => "/oauth2/v1/clients",
            Self::OAuth => "/oauth2/v1",
            Self::Devices => "/api/v1/devices",
            Self::Iam => "/api/v1/iam",
            Self::Integrations => "/api/v1/idps",
            Self::Other => "/api/v1",
        }
    }
}
