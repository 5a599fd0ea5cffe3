internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// The networks by which members write and are answered, and what is set of each (rule O-17).
    var channelPages: [Page] {
        [
            Page(.get, "/console/channels", .may(.manageChannels)) { try await channelsPage($0) },
            Page(.post, "/console/channels", .may(.manageChannels), answer: addChannel),
            Page(.get, "/console/channels/{channel}", .may(.manageChannels)) { try await channelPage($0) },
            Page(.post, "/console/channels/{channel}", .may(.manageChannels), answer: changeChannel),
        ]
    }

    // MARK: - All

    private func channelsPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let texts = visit.texts
        var fields = problemFields(problems)
        let rows = try await service.channels().map { channel -> Fields in
            [
                "path": "/console/channels/\(channel.name.text)", "name": channel.name.text,
                "kind": texts.say("inbox.channel.\(channel.kind.rawValue)"), "state": stateText(channel, texts),
                "badge": channel.isOn ? "good" : "",
            ]
        }
        fields["rows"] = rows
        fields["hasRows"] = !rows.isEmpty
        fields["kinds"] = service.channelPorts.adapters.map { adapter -> Fields in
            [
                "path": "/console/channels?kind=\(adapter.kind.rawValue)#add",
                "name": texts.say("inbox.channel.\(adapter.kind.rawValue)"),
            ]
        }
        let chosen = visit.form.has("kind") ? visit.form["kind"] : visit.query["kind"]
        if let adapter = service.channelPorts.adapters.first(where: { $0.kind.rawValue == chosen }) {
            fields["form"] = [
                "kind": chosen, "kindName": texts.say("inbox.channel.\(chosen)"),
                "help": texts.say("channelHelp.\(chosen)"), "name": visit.form["name"],
                "fields": adapter.fields.map { field in
                    inputs(field, adapter, said: visit.form["set-\(field.name)"], isKept: false, problems, texts)
                },
            ]
        }
        return page(
            "channels",
            visit,
            title: texts.say("channels.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func addChannel(_ visit: Visit) async throws -> Response {
        let kind = visit.form["kind"]
        guard let adapter = service.channelPorts.adapters.first(where: { $0.kind.rawValue == kind }) else {
            throw WebFailure.notFound
        }
        let values = said(visit, adapter).filter { !$0.value.isEmpty }
        do {
            let new = NewChannel(name: visit.form["name"], kind: kind, values: values)
            let (channel, made) = try await service.addChannel(new, by: try visit.staff())
            return try await channelPage(visit, channel.name.text, made: made)
        } catch let problem as ChannelProblem {
            return try await channelsPage(visit, problems: [self.problem(problem, adapter, values, visit.texts)])
        }
    }

    // MARK: - One

    private func channelPage(
        _ visit: Visit,
        _ name: String? = nil,
        made: [Channel.Setting] = [],
        trial: ChannelTrial? = nil,
        problems: [FormProblem] = []
    ) async throws -> Response {
        let (texts, name) = (visit.texts, name ?? visit.parameter("channel"))
        guard let channel = try await service.channels().first(where: { $0.name.text == name }),
            let adapter = service.channelPorts.adapter(channel.kind)
        else { throw WebFailure.notFound }
        var fields = problemFields(problems)
        fields["path"] = "/console/channels/\(name)"
        fields["name"] = name
        fields["kind"] = texts.say("inbox.channel.\(channel.kind.rawValue)")
        fields["help"] = texts.say("channelHelp.\(channel.kind.rawValue)")
        fields["state"] = stateText(channel, texts)
        fields["badge"] = channel.isOn ? "good" : ""
        fields["isOn"] = channel.isOn
        fields["hook"] = "\(settings.address ?? "")/v1/channels/\(name)/hook"
        fields["made"] = made.map { ["label": texts.say("channelField.\($0.name)"), "value": $0.value] as Fields }
        fields["hasMade"] = !made.isEmpty
        fields["fields"] = adapter.fields.map { field in
            let said = visit.form.has("set-\(field.name)") ? visit.form["set-\(field.name)"] : nil
            return inputs(
                field,
                adapter,
                said: said ?? channel.setting(field.name) ?? "",
                isKept: true,
                problems,
                texts
            )
        }
        fields["renewals"] = adapter.fields.filter { [.made, .signing].contains($0.form) }.map { field -> Fields in
            let label = texts.say("channelField.\(field.name)")
            return ["name": field.name, "text": texts.say("channels.renew", ["name": label])]
        }
        fields["to"] = visit.form["to"]
        if let trial {
            fields["trial"] = words(trial, texts)
            fields["trialKind"] = trial == .taken ? "good" : "bad"
        }
        return page(
            "channel",
            visit,
            title: texts.say("channels.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func changeChannel(_ visit: Visit) async throws -> Response {
        let (session, name) = (try visit.staff(), visit.parameter("channel"))
        guard let channel = try await service.channels().first(where: { $0.name.text == name }),
            let adapter = service.channelPorts.adapter(channel.kind)
        else { throw WebFailure.notFound }
        let path = "/console/channels/\(name)"
        var values: [Channel.Setting] = []
        do {
            switch visit.form["do"] {
            case "save":
                // A secret that nobody typed stays.
                values = said(visit, adapter).filter { value in
                    !value.value.isEmpty || adapter.fields.contains { $0.name == value.name && !$0.isSecret }
                }
                _ = try await service.changeChannel(name, ChannelChange(values: values), by: session)
                return redirect("\(path)?done=channelSaved")
            case "renew":
                let change = ChannelChange(renewed: [visit.form["field"]])
                let (_, made) = try await service.changeChannel(name, change, by: session)
                return try await channelPage(visit, made: made)
            case "on", "off":
                let change = ChannelChange(isOn: visit.form["do"] == "on")
                _ = try await service.changeChannel(name, change, by: session)
                return redirect("\(path)?done=channelSaved")
            case "test":
                let trial = try await service.testChannel(name, to: visit.form["to"], visit.language, by: session)
                return try await channelPage(visit, trial: trial)
            case "remove":
                try await service.removeChannel(name, by: session)
                return redirect("/console/channels?done=channelRemoved")
            default: throw WebFailure.notFound
            }
        } catch ChannelProblem.unknown {
            throw WebFailure.notFound
        } catch let problem as ChannelProblem {
            return try await channelPage(visit, problems: [self.problem(problem, adapter, values, visit.texts)])
        }
    }

    // MARK: - Fields and words

    /// What was typed; secrets have names that no page brings back.
    private func said(_ visit: Visit, _ adapter: any ChannelAdapter) -> [Channel.Setting] {
        adapter.fields.compactMap { field in
            let name = field.isSecret ? "password-\(field.name)" : "set-\(field.name)"
            return visit.form.has(name) ? Channel.Setting(name: field.name, value: visit.form[name]) : nil
        }
    }

    private func inputs(
        _ field: ChannelField,
        _ adapter: any ChannelAdapter,
        said: String,
        isKept: Bool,
        _ problems: [FormProblem],
        _ texts: Texts
    ) -> Fields {
        let isMade = [.made, .signing].contains(field.form)
        var help = isMade ? texts.say("channels.madeHere") : field.isNeeded ? "" : texts.say("channels.optional")
        if field.isSecret, isKept { help = texts.say("channels.secretStays") }
        return [
            "name": field.name, "label": texts.say("channelField.\(field.name)"), "isSecret": field.isSecret,
            "value": field.isSecret ? "" : said, "help": shownText(help),
            "isNeeded": field.isNeeded && !(field.isSecret && isKept),
            "bad": problems.first { $0.field == field.name }?.message ?? false as Any,
        ]
    }

    private func stateText(_ channel: Channel, _ texts: Texts) -> String {
        texts.say(channel.isOn ? "channels.on" : "channels.off")
    }

    private func words(_ trial: ChannelTrial, _ texts: Texts) -> String {
        switch trial {
        case .taken: texts.say("channels.testTaken")
        case .refused(let reason): texts.say("channels.testRefused", ["reason": reason.text])
        case .unknown: texts.say("channels.testUnknown")
        }
    }

    private func problem(
        _ problem: ChannelProblem,
        _ adapter: any ChannelAdapter,
        _ values: [Channel.Setting],
        _ texts: Texts
    ) -> FormProblem {
        switch problem {
        case .invalid(let field, _):
            let isThere = values.contains { $0.name == field && !$0.value.isEmpty }
            let form = adapter.fields.first { $0.name == field }?.form
            let wrong =
                switch form {
                case nil: field
                case _ where !isThere: "missing"
                case .text?: "text"
                case .address?: "address"
                case .number?: "number"
                case .secret?, .made?: "secret"
                case .signing?: "signing"
                }
            return FormProblem(field: field, message: texts.say("channelWrong.\(wrong)"))
        case .taken: return FormProblem(field: "name", message: texts.say("channels.taken"))
        case .tooMany(let most):
            return FormProblem(field: "name", message: texts.say("channels.tooMany", ["n": "\(most)"]))
        case .unknown: return FormProblem(field: "name", message: texts.say("channelWrong.name"))
        }
    }
}
