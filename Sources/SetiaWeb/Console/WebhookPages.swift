internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Whom events are told to, and what became of it.
    var webhookPages: [Page] {
        [
            Page(.get, "/console/webhooks", .may(.manageWebhooks)) { try await webhooksPage($0) },
            Page(.post, "/console/webhooks", .may(.manageWebhooks), answer: addWebhook),
            Page(.get, "/console/webhooks/{webhook}", .may(.manageWebhooks)) { try await webhookPage($0) },
            Page(.post, "/console/webhooks/{webhook}", .may(.manageWebhooks), answer: changeWebhook),
        ]
    }

    // MARK: - All

    private func webhooksPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let brand = try await brand()
        var fields = problemFields(problems)
        let rows = try await service.webhooks().reversed().map { record -> Fields in
            let webhook = record.webhook
            return [
                "path": "/console/webhooks/\(webhook.id.text)",
                "name": webhook.description.isEmpty ? webhook.url : webhook.description,
                "url": webhook.url, "topics": topicsText(webhook, visit), "state": stateText(webhook, visit, brand),
                "kind": kind(webhook),
                "took": webhook.deliveredAt.map { visit.wording.moment($0, in: brand.zone) } ?? "–",
            ]
        }
        fields["rows"] = rows
        fields["hasRows"] = !rows.isEmpty
        fields["url"] = visit.form["url"]
        fields["description"] = visit.form["description"]
        fields["topicChoices"] = topicChoices(chosen: Set(visit.form.all("topic")), visit)
        return page(
            "webhooks",
            visit,
            title: visit.texts.say("webhooks.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func addWebhook(_ visit: Visit) async throws -> Response {
        let chosen = visit.form.all("topic")
        do {
            let new = NewWebhook(
                url: visit.form["url"],
                description: visit.form["description"],
                topics: chosen.isEmpty ? .all : try await topics(chosen)
            )
            let (record, secret) = try await service.addWebhook(new, by: try visit.staff())
            return try await webhookPage(visit, record.webhook.id, secret: secret)
        } catch let refusal as WebhookRefusal {
            return try await webhooksPage(visit, problems: [problem(refusal, visit)])
        }
    }

    // MARK: - One

    private func webhookPage(
        _ visit: Visit,
        _ id: Identifier? = nil,
        secret: String? = nil,
        trial: WebhookAnswer? = nil,
        problems: [FormProblem] = []
    ) async throws -> Response {
        guard let id = id ?? Identifier(text: visit.parameter("webhook")) else { throw WebFailure.notFound }
        let brand = try await brand()
        let (texts, wording) = (visit.texts, visit.wording)
        let record: WebhookRecord
        do {
            record = try await service.webhook(id)
        } catch WebhookRefusal.unknownWebhook {
            throw WebFailure.notFound
        }
        let webhook = record.webhook
        let failures = try await service.deliveries(of: id, onlyFailing: true, limit: 101)
        var fields = problemFields(problems)
        fields["path"] = "/console/webhooks/\(id.text)"
        fields["name"] = webhook.description.isEmpty ? webhook.url : webhook.description
        fields["url"] = webhook.url
        fields["topics"] = topicsText(webhook, visit)
        fields["state"] = stateText(webhook, visit, brand)
        fields["kind"] = kind(webhook)
        fields["isEnabled"] = webhook.state == .enabled
        fields["isGone"] = webhook.state == .gone
        fields["took"] = webhook.deliveredAt.map { wording.moment($0, in: brand.zone) } ?? "–"
        fields["secrets"] = record.secrets.filter { $0.isValid(at: visit.now) }.map { secret in
            let since = wording.moment(secret.createdAt, in: brand.zone)
            guard let end = secret.expiresAt else { return texts.say("webhooks.secretSince", ["when": since]) }
            return texts.say("webhooks.secretUntil", ["when": since, "end": wording.moment(end, in: brand.zone)])
        }
        if let secret { fields["secret"] = secret }
        if let trial {
            fields["trial"] = trial.isTaken ? texts.say("webhooks.testTaken") : said(trial, texts)
            fields["trialKind"] = trial.isTaken ? "good" : "bad"
        }
        fields["rows"] = failures.prefix(100).map { line -> Fields in
            [
                "event": line.event.text, "type": texts.say("event.\(line.topic)"),
                "at": wording.moment(line.recordedAt, in: brand.zone), "reason": said(line, texts),
                "answer": line.answer ?? "",
                "memberPath": "/console/members/\(line.event.member.text)",
                "next": line.state == .waiting
                    ? texts.say(
                        "webhooks.nextTry",
                        ["when": wording.moment(line.dueAt, in: brand.zone), "tries": "\(line.attempts)"]
                    ) : texts.say("webhooks.givenUp", ["tries": "\(line.attempts)"]),
            ]
        }
        fields["hasRows"] = !failures.isEmpty
        fields["isCut"] = failures.count > 100
        return page(
            "webhook",
            visit,
            title: texts.say("webhooks.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func changeWebhook(_ visit: Visit) async throws -> Response {
        guard let id = Identifier(text: visit.parameter("webhook")) else { throw WebFailure.notFound }
        let session = try visit.staff()
        let path = "/console/webhooks/\(id.text)"
        do {
            switch visit.form["do"] {
            case "enable", "disable":
                let change = WebhookChange(isEnabled: visit.form["do"] == "enable")
                _ = try await service.changeWebhook(id, change, by: session)
                return redirect("\(path)?done=webhookSaved")
            case "rotate":
                let (_, secret) = try await service.rotateWebhookSecret(id, by: session)
                return try await webhookPage(visit, id, secret: secret)
            case "test": return try await webhookPage(visit, id, trial: try await service.testWebhook(id, by: session))
            case "replay":
                if let event = EventID(text: visit.form["event"]) {
                    try await service.replay(event, to: id, by: session)
                } else {
                    _ = try await service.replayFailed(to: id, by: session)
                }
                return redirect("\(path)?done=webhookReplayed")
            case "remove":
                try await service.removeWebhook(id, by: session)
                return redirect("/console/webhooks?done=webhookRemoved")
            default: throw WebFailure.notFound
            }
        } catch WebhookRefusal.unknownWebhook {
            throw WebFailure.notFound
        } catch let refusal as WebhookRefusal {
            return try await webhookPage(visit, id, problems: [problem(refusal, visit)])
        }
    }

    // MARK: - Words

    private func topics(_ names: [String]) async throws -> Webhook.Topics {
        let types = try await service.eventTypes()
        switch Webhook.Topics.parse(names, type: { name in types.first { $0.rawValue == name } }) {
        case .success(let topics): return topics
        case .failure: throw WebhookRefusal.invalid(field: .topics, reason: "")
        }
    }

    private func topicChoices(chosen: Set<String>, _ visit: Visit) -> [Fields] {
        EventType.allCases.map { type in
            [
                "value": type.rawValue, "text": visit.texts.say("event.\(type.rawValue)"),
                "isChosen": chosen.contains(type.rawValue),
            ]
        }
    }

    private func topicsText(_ webhook: Webhook, _ visit: Visit) -> String {
        switch webhook.topics {
        case .all: visit.texts.say("webhooks.allTopics")
        case .some(let types): types.map { visit.texts.say("event.\($0.rawValue)") }.sorted().joined(separator: ", ")
        }
    }

    private func stateText(_ webhook: Webhook, _ visit: Visit, _ brand: BrandView) -> String {
        if webhook.state == .enabled, let since = webhook.failingSince {
            return visit.texts.say("webhooks.failingSince", ["when": visit.wording.moment(since, in: brand.zone)])
        }
        return visit.texts.say("webhookState.\(webhook.state.rawValue)")
    }

    private func kind(_ webhook: Webhook) -> String {
        switch webhook.state {
        case .enabled: webhook.failingSince == nil ? "good" : "bad"
        case .disabled: ""
        case .gone: "bad"
        }
    }

    private func said(_ line: OutboxLine, _ texts: Texts) -> String {
        if let status = line.status { return texts.say("webhooks.answered", ["status": "\(status)"]) }
        return texts.say("webhooks.noAnswer", ["reason": line.reason ?? ""])
    }

    private func said(_ answer: WebhookAnswer, _ texts: Texts) -> String {
        switch answer {
        case .answered(let status, _): texts.say("webhooks.answered", ["status": "\(status)"])
        case .unreachable(let reason): texts.say("webhooks.noAnswer", ["reason": reason])
        }
    }

    private func problem(_ refusal: WebhookRefusal, _ visit: Visit) -> FormProblem {
        let texts = visit.texts
        return switch refusal {
        case .invalid(let field, _):
            FormProblem(field: field.rawValue, message: texts.say("webhookWrong.\(field.rawValue)"))
        case .tooMany(let most): FormProblem(field: "url", message: texts.say("webhooks.tooMany", ["n": "\(most)"]))
        case .tooManySecrets(let most):
            FormProblem(field: "secrets", message: texts.say("webhooks.tooManySecrets", ["n": "\(most)"]))
        case .notEnabled: FormProblem(field: "state", message: texts.say("webhooks.notEnabled"))
        case .unknownEvent, .unknownWebhook:
            FormProblem(field: "failures", message: texts.say("webhooks.unknownEvent"))
        }
    }
}
