//! The port that pages ask, call by call: each is answered in a file of its own.

use super::{Adapter, search};
use async_trait::async_trait;
use store::state::AuditEntry;
use web::view::{
    AccountCorrection, ActivityStats, AlertChange, AlertPage, AlertView, CollectorList, CollectorWoken,
    EventPage, EventView, FacetList, ForwardChange, ForwardList, ForwardRequest, ForwardTested,
    IdentityActivity, ImportView, IntakeView, LanguageView, LinkedAccounts, ReplayRequest, ReplayView,
    RuleChange, RuleChecked, RuleList, RuleRequest, RuleView, RulesReplayView, SearchList, SearchRequest,
    SourceChange, SourceList, SourceMade, SourceRequest, TimelineView,
};
use web::{
    ActivityFault, ActivityPort, AlertFilter, Export, ExportFormat, Import, Incoming, Part, Question, Recent,
    Tail,
};

#[async_trait]
impl ActivityPort for Adapter {
    fn language(&self) -> LanguageView {
        search::language()
    }

    async fn events(&self, asked: Question, part: Part, with_raw: bool) -> Result<EventPage, ActivityFault> {
        self.search(asked, part, with_raw).await
    }

    async fn event(&self, id: &str) -> Result<EventView, ActivityFault> {
        self.one_event(id).await
    }

    async fn facets(
        &self,
        asked: Question,
        columns: Vec<String>,
        top: usize,
    ) -> Result<FacetList, ActivityFault> {
        self.count_values(asked, columns, top).await
    }

    async fn timeline(&self, asked: Question, buckets: usize) -> Result<TimelineView, ActivityFault> {
        self.over_time(asked, buckets).await
    }

    async fn stats(&self) -> Result<ActivityStats, ActivityFault> {
        self.held().await
    }

    async fn tail(&self, asked: Question) -> Result<Tail, ActivityFault> {
        self.watch(&asked).await
    }

    async fn import(&self, what: Import, body: Incoming, actor: &str) -> Result<ImportView, ActivityFault> {
        self.take_file(what, body, actor).await
    }

    async fn export(
        &self,
        asked: Question,
        format: ExportFormat,
        limit: usize,
    ) -> Result<Export, ActivityFault> {
        self.write_out(asked, format, limit).await
    }

    async fn recent(&self) -> Result<Option<Recent>, ActivityFault> {
        self.lately().await
    }

    async fn searches(&self, actor: &str) -> Result<SearchList, ActivityFault> {
        self.search_list(actor).await
    }

    async fn search_create(&self, wanted: SearchRequest, actor: &str) -> Result<SearchList, ActivityFault> {
        self.add_search(wanted, actor).await
    }

    async fn search_delete(&self, id: &str, actor: &str) -> Result<SearchList, ActivityFault> {
        self.remove_search(id, actor).await
    }

    async fn identity(&self, name: &str, asked: Question) -> Result<IdentityActivity, ActivityFault> {
        self.person(name, asked).await
    }

    async fn account_correct(
        &self,
        wanted: AccountCorrection,
        actor: &str,
    ) -> Result<LinkedAccounts, ActivityFault> {
        self.correct(wanted, actor).await
    }

    async fn account_uncorrect(
        &self,
        source: &str,
        org: &str,
        id: &str,
        actor: &str,
    ) -> Result<LinkedAccounts, ActivityFault> {
        self.uncorrect((source, org, id), actor).await
    }

    async fn alerts(&self, filter: AlertFilter, part: Part) -> Result<AlertPage, ActivityFault> {
        self.alert_page(filter, part).await
    }

    async fn alert(&self, id: &str) -> Result<AlertView, ActivityFault> {
        self.one_alert(id).await
    }

    async fn alert_change(
        &self,
        id: &str,
        wanted: AlertChange,
        actor: &str,
    ) -> Result<AlertView, ActivityFault> {
        self.change_alert(id, wanted, actor).await
    }

    async fn forwards(&self) -> Result<ForwardList, ActivityFault> {
        self.forward_list().await
    }

    async fn forward_create(
        &self,
        wanted: ForwardRequest,
        actor: &str,
    ) -> Result<ForwardList, ActivityFault> {
        self.add_forward(wanted, actor).await
    }

    async fn forward_test(&self, id: &str, actor: &str) -> Result<ForwardTested, ActivityFault> {
        self.try_forward(id, actor).await
    }

    async fn forward_change(
        &self,
        id: &str,
        wanted: ForwardChange,
        actor: &str,
    ) -> Result<ForwardList, ActivityFault> {
        self.change_forward(id, wanted, actor).await
    }

    async fn forward_aims(
        &self,
        id: &str,
        target: Option<&str>,
        secret: Option<&str>,
    ) -> Result<bool, ActivityFault> {
        self.is_forward_aimed(id, target, secret).await
    }

    async fn forward_delete(&self, id: &str, actor: &str) -> Result<ForwardList, ActivityFault> {
        self.remove_forward(id, actor).await
    }

    async fn rules(&self) -> Result<RuleList, ActivityFault> {
        self.rule_list().await
    }

    async fn rule(&self, id: &str) -> Result<RuleView, ActivityFault> {
        self.one_rule(id).await
    }

    async fn rule_change(
        &self,
        id: &str,
        wanted: RuleChange,
        actor: &str,
    ) -> Result<RuleView, ActivityFault> {
        self.change_rule(id, wanted, actor).await
    }

    async fn rule_create(&self, wanted: RuleRequest, actor: &str) -> Result<RuleChecked, ActivityFault> {
        self.add_rules(wanted, actor).await
    }

    async fn rule_delete(&self, id: &str, actor: &str) -> Result<RuleList, ActivityFault> {
        self.remove_rule(id, actor).await
    }

    async fn rule_replay(&self, id: &str, asked: Question) -> Result<ReplayView, ActivityFault> {
        self.replay_rule(id, asked).await
    }

    async fn rules_replay(&self, wanted: ReplayRequest) -> Result<RulesReplayView, ActivityFault> {
        self.replay_rules(wanted).await
    }

    async fn collectors(&self) -> Result<CollectorList, ActivityFault> {
        self.collector_list().await
    }

    async fn collector_run(&self, source: &str, actor: &str) -> Result<CollectorWoken, ActivityFault> {
        let target = format!("collector/{source}");
        let entry = AuditEntry::new(actor, "collector.run", &target);
        let woken = self.wake_collector(source)?;
        self.state.record(&entry, self.now()).await?;
        Ok(woken)
    }

    async fn sources(&self) -> Result<SourceList, ActivityFault> {
        self.source_list().await
    }

    async fn source_create(
        &self,
        wanted: SourceRequest,
        token: String,
        actor: &str,
    ) -> Result<SourceMade, ActivityFault> {
        self.add_source(wanted, token, actor).await
    }

    async fn source_change(
        &self,
        name: &str,
        wanted: SourceChange,
        actor: &str,
    ) -> Result<SourceMade, ActivityFault> {
        self.alter_source(name, wanted, actor).await
    }

    async fn source_delete(&self, name: &str, actor: &str) -> Result<SourceList, ActivityFault> {
        self.remove_source(name, actor).await
    }

    async fn source_token(
        &self,
        name: &str,
        token: String,
        actor: &str,
    ) -> Result<SourceMade, ActivityFault> {
        self.renew_token(name, token, actor).await
    }

    async fn intake(&self, name: &str, kind: &str, body: Incoming) -> Result<IntakeView, ActivityFault> {
        self.take_sent(name, kind, body).await
    }
}
