//! Made-up facts of every class, from a seed.

use domain::Timestamp;
use domain::facts::*;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

/// Facts of one organization. Texts are leaked: it is a test.
#[derive(Clone, Default)]
pub(super) struct World {
    pub(super) users: Vec<User<'static>>,
    pub(super) groups: Vec<Group<'static>>,
    pub(super) apps: Vec<App<'static>>,
    /// Group and user.
    pub(super) memberships: Vec<(u32, u32)>,
    pub(super) app_users: Vec<(u32, AppUser<'static>)>,
    pub(super) app_groups: Vec<(u32, AppGroup)>,
    pub(super) group_rules: Vec<GroupRule<'static>>,
    pub(super) group_owners: Vec<GroupOwner<'static>>,
    pub(super) roles: Vec<Role<'static>>,
    pub(super) resource_sets: Vec<ResourceSet<'static>>,
    pub(super) role_assignments: Vec<RoleAssignment<'static>>,
    pub(super) api_tokens: Vec<ApiToken<'static>>,
    pub(super) grants: Vec<Grant<'static>>,
    pub(super) client_secrets: Vec<ClientSecret<'static>>,
    pub(super) client_keys: Vec<ClientKey<'static>>,
    pub(super) identity_providers: Vec<IdentityProvider<'static>>,
    pub(super) policies: Vec<Policy<'static>>,
    pub(super) policy_rules: Vec<PolicyRule<'static>>,
    pub(super) network_zones: Vec<NetworkZone<'static>>,
}

impl World {
    /// A world with about `size` objects of each class.
    pub(super) fn of(seed: u64, size: u32) -> Self {
        let mut make = Maker(StdRng::seed_from_u64(seed));
        let mut world = Self::default();
        for number in 0..size {
            make.objects(number, &mut world);
            make.admin(number, &mut world);
            make.credentials(number, &mut world);
            make.trust(number, &mut world);
        }
        make.links(size, &mut world);
        world
    }

    /// Puts everything into a sink, class by class.
    pub(super) fn put<S: FactSink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put(Rows::Users(&self.users))?;
        sink.put(Rows::Groups(&self.groups))?;
        sink.put(Rows::Apps(&self.apps))?;
        for (group, user) in &self.memberships {
            sink.put(Rows::Memberships(Memberships {
                group: *group,
                users: &[*user],
            }))?;
        }
        for (app, user) in &self.app_users {
            sink.put(Rows::AppUsers(AppUsers {
                app: *app,
                users: &[*user],
            }))?;
        }
        for (app, group) in &self.app_groups {
            sink.put(Rows::AppGroups(AppGroups {
                app: *app,
                groups: &[*group],
            }))?;
        }
        sink.put(Rows::GroupRules(&self.group_rules))?;
        sink.put(Rows::GroupOwners(&self.group_owners))?;
        sink.put(Rows::Roles(&self.roles))?;
        sink.put(Rows::ResourceSets(&self.resource_sets))?;
        sink.put(Rows::RoleAssignments(&self.role_assignments))?;
        sink.put(Rows::ApiTokens(&self.api_tokens))?;
        sink.put(Rows::Grants(&self.grants))?;
        sink.put(Rows::ClientSecrets(&self.client_secrets))?;
        sink.put(Rows::ClientKeys(&self.client_keys))?;
        sink.put(Rows::IdentityProviders(&self.identity_providers))?;
        sink.put(Rows::Policies(&self.policies))?;
        sink.put(Rows::PolicyRules(&self.policy_rules))?;
        sink.put(Rows::NetworkZones(&self.network_zones))
    }

    /// The same facts in another order of arrival.
    pub(super) fn shuffled(&self, seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut world = self.clone();
        world.users.shuffle(&mut rng);
        world.groups.shuffle(&mut rng);
        world.apps.shuffle(&mut rng);
        world.memberships.shuffle(&mut rng);
        world.app_users.shuffle(&mut rng);
        world.app_groups.shuffle(&mut rng);
        world.group_rules.shuffle(&mut rng);
        world.role_assignments.shuffle(&mut rng);
        world.policies.shuffle(&mut rng);
        world
    }
}

struct Maker(StdRng);

impl Maker {
    fn id(&self, prefix: &str, number: u32) -> &'static str {
        format!("{prefix}{number:06}").leak()
    }

    fn text(&mut self) -> &'static str {
        const PIECES: [&str; 8] = [
            "",
            "a",
            "Zoë",
            "\u{1f5fa}",
            "\"quoted\"",
            "\0",
            "line\nline",
            "0123456789",
        ];
        (0..self.0.random_range(0..3))
            .map(|_| PIECES[self.0.random_range(0..8)])
            .collect::<String>()
            .leak()
    }

    fn some<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.0.random() { Some(value(self)) } else { None }
    }

    fn opt(&mut self) -> Option<&'static str> {
        self.some(Self::text)
    }

    fn texts(&mut self) -> &'static [&'static str] {
        (0..self.0.random_range(0..4))
            .map(|_| self.text())
            .collect::<Vec<_>>()
            .leak()
    }

    fn time(&mut self) -> Option<Timestamp> {
        self.some(|make| Timestamp::from_ms(make.0.random_range(-1_000_000_000_000..4_000_000_000_000)))
    }

    fn objects(&mut self, number: u32, world: &mut World) {
        world.users.push(User {
            ordinal: number,
            id: self.id("00u", number),
            login: self.text(),
            email: self.opt(),
            display_name: self.text(),
            status: UserStatus::ALL[self.0.random_range(0..9)],
            user_type: self.opt(),
            title: self.opt(),
            department: self.opt(),
            manager: self.opt(),
            created: self.time(),
            activated: self.time(),
            status_changed: self.time(),
            last_login: self.time(),
            last_updated: self.time(),
            password_changed: self.time(),
            profile: self.text(),
            raw: self.text(),
        });
        world.groups.push(Group {
            ordinal: number,
            id: self.id("00g", number),
            name: self.text(),
            description: self.opt(),
            kind: [GroupKind::Okta, GroupKind::App, GroupKind::BuiltIn][self.0.random_range(0..3)],
            source_app: self.opt(),
            created: self.time(),
            last_updated: self.time(),
            last_membership_updated: self.time(),
            raw: self.text(),
        });
        world.apps.push(App {
            ordinal: number,
            id: self.id("0oa", number),
            name: self.text(),
            label: self.text(),
            status: self.text(),
            sign_on_mode: self.opt(),
            client_id: self.opt(),
            is_service: self.0.random(),
            features: self.texts(),
            created: self.time(),
            last_updated: self.time(),
            raw: self.text(),
        });
        world.group_rules.push(GroupRule {
            id: self.id("0pr", number),
            name: self.text(),
            status: self.text(),
            expression: self.text(),
            target_groups: self.texts(),
            excluded_users: self.texts(),
            created: self.time(),
            last_updated: self.time(),
            raw: self.text(),
        });
    }

    fn admin(&mut self, number: u32, world: &mut World) {
        world.roles.push(Role {
            id: self.id("cr0", number),
            label: self.text(),
            is_custom: self.0.random(),
            description: self.opt(),
            permissions: self.texts(),
            created: self.time(),
            last_updated: self.time(),
        });
        world.resource_sets.push(ResourceSet {
            id: self.id("iam", number),
            label: self.text(),
            description: self.opt(),
            resources: self.texts(),
            created: self.time(),
            last_updated: self.time(),
        });
        let targets: Vec<RoleTarget<'static>> = (0..self.0.random_range(0..5))
            .map(|_| match self.0.random_range(0..4) {
                0 => RoleTarget::Group(self.0.random()),
                1 => RoleTarget::App(self.0.random()),
                2 => RoleTarget::CatalogApp(self.text()),
                _ => RoleTarget::Unseen(self.text()),
            })
            .collect();
        let kinds = [AssigneeKind::User, AssigneeKind::Group, AssigneeKind::Client];
        world.role_assignments.push(RoleAssignment {
            id: self.id("ra", number),
            role: self.text(),
            assignee_kind: kinds[self.0.random_range(0..3)],
            assignee: self.0.random(),
            status: self.text(),
            targets: targets.leak(),
            resource_set: self.opt(),
            created: self.time(),
            last_updated: self.time(),
        });
        world.group_owners.push(GroupOwner {
            group: number,
            kind: if self.0.random() {
                OwnerKind::User
            } else {
                OwnerKind::Group
            },
            owner: self.0.random(),
            origin: self.text(),
        });
    }

    fn credentials(&mut self, number: u32, world: &mut World) {
        let network = NetworkLimit {
            connection: self.text(),
            include: self.texts(),
            exclude: self.texts(),
        };
        world.api_tokens.push(ApiToken {
            id: self.id("00T", number),
            name: self.text(),
            owner_id: self.text(),
            owner: self.some(|make| make.0.random()),
            client_name: self.opt(),
            network,
            created: self.time(),
            last_updated: self.time(),
            expires: self.time(),
            raw: self.text(),
        });
        let (id, app) = (self.id("oag", number), self.0.random());
        let (scope, status, created) = (self.text(), self.text(), self.time());
        world.grants.push(Grant {
            id,
            app,
            scope,
            status,
            created,
        });
        let last_updated = self.time();
        world.client_secrets.push(ClientSecret {
            id,
            app,
            status,
            created,
            last_updated,
        });
        let (kid, key_type) = (self.text(), self.text());
        world.client_keys.push(ClientKey {
            id,
            app,
            kid,
            key_type,
            status,
            created,
        });
    }

    fn trust(&mut self, number: u32, world: &mut World) {
        world.identity_providers.push(IdentityProvider {
            id: self.id("0oi", number),
            name: self.text(),
            provider_type: self.text(),
            status: self.text(),
            provisioning: self.opt(),
            account_link: self.opt(),
            created: self.time(),
            last_updated: self.time(),
            raw: self.text(),
        });
        world.policies.push(Policy {
            id: self.id("00p", number),
            policy_type: self.text(),
            name: self.text(),
            status: self.text(),
            priority: self.some(|make| make.0.random()),
            is_system: self.0.random(),
            created: self.time(),
            last_updated: self.time(),
            raw: self.text(),
        });
        world.policy_rules.push(PolicyRule {
            id: self.id("0pr", number),
            policy: self.text(),
            name: self.text(),
            status: self.text(),
            priority: self.some(|make| make.0.random()),
            raw: self.text(),
        });
        world.network_zones.push(NetworkZone {
            id: self.id("nzo", number),
            name: self.text(),
            zone_type: self.text(),
            status: self.text(),
            usage: self.text(),
            created: self.time(),
            last_updated: self.time(),
            raw: self.text(),
        });
    }

    fn links(&mut self, size: u32, world: &mut World) {
        for one in 0..size {
            for other in 0..size {
                if self.0.random_ratio(1, 3) {
                    world.memberships.push((one, other));
                }
                if self.0.random_ratio(1, 3) {
                    let scope = match self.0.random_range(0..3) {
                        0 => AssignmentScope::Direct,
                        1 => AssignmentScope::Group(None),
                        _ => AssignmentScope::Group(Some(self.0.random())),
                    };
                    let (status, user_name) = (self.text(), self.opt());
                    let (created, last_updated) = (self.time(), self.time());
                    let user = AppUser {
                        user: other,
                        scope,
                        status,
                        user_name,
                        created,
                        last_updated,
                    };
                    world.app_users.push((one, user));
                }
                if self.0.random_ratio(1, 3) {
                    let (priority, last_updated) = (self.some(|make| make.0.random()), self.time());
                    world.app_groups.push((
                        one,
                        AppGroup {
                            group: other,
                            priority,
                            last_updated,
                        },
                    ));
                }
            }
        }
    }
}
