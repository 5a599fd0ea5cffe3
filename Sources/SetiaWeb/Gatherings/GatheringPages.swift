internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension Web {
    /// Events for members: the list, the form, who comes and who waits.
    var gatheringPages: [Page] {
        [
            Page(.get, "/console/gatherings", .may(.manageGatherings), answer: gatheringsPage),
            Page(.get, "/console/gatherings/new", .may(.manageGatherings)) { try await gatheringForm($0) },
            Page(.post, "/console/gatherings/new", .may(.manageGatherings), answer: writeGathering),
            Page(.get, "/console/gatherings/{gathering}", .may(.manageGatherings)) { try await gatheringPage($0) },
            Page(.post, "/console/gatherings/{gathering}", .may(.manageGatherings), answer: actOnGathering),
            Page(.get, "/console/gatherings/{gathering}/edit", .may(.manageGatherings)) { try await gatheringForm($0) },
            Page(.post, "/console/gatherings/{gathering}/edit", .may(.manageGatherings), answer: writeGathering),
            Page(.get, "/console/gatherings/{gathering}/guests.csv", .may(.manageGatherings), answer: guestsFile),
        ]
    }

    private func gatheringsPage(_ visit: Visit) async throws -> Response {
        let (texts, words) = (visit.texts, GatheringWords(visit, try await brand()))
        let part = GatheringPart(rawValue: visit.query["part"]) ?? .coming
        let found = try await service.gatherings(part, limit: 200)
        let fields: Fields = [
            "parts": GatheringPart.allCases.map { one in
                [
                    "path": "/console/gatherings?part=\(one.rawValue)",
                    "name": texts.say("gather.part.\(one.rawValue)"),
                    "isCurrent": one == part,
                ] as Fields
            },
            "rows": found.map { one in
                [
                    "path": "/console/gatherings/\(one.gathering.key)", "title": words.title(one.gathering),
                    "when": words.when(one.gathering), "isCalledOff": one.gathering.cancelledAt != nil,
                    "confirmed":
                        "\(visit.wording.number(one.tally.confirmed)) / \(visit.wording.number(one.gathering.capacity))",
                    "waiting": visit.wording.number(one.tally.waiting),
                    "checkedIn": visit.wording.number(one.tally.checkedIn),
                ] as Fields
            }, "hasRows": !found.isEmpty,
        ]
        return page("gatherings", visit, title: texts.say("room.gatherings"), fields)
    }

    // MARK: - One of them

    private func gatheringPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let (texts, brand, key) = (visit.texts, try await brand(), Key(visit.parameter("gathering")))
        let found = try await counted(key)
        let (words, gathering, tally) = (GatheringWords(visit, brand), found.gathering, found.tally)
        var fields = problemFields(problems)
        let path = "/console/gatherings/\(key)"
        fields["path"] = path
        fields["doorPath"] = "/till/door/\(key)"
        fields["title"] = words.title(gathering)
        fields["text"] = shownText(gathering.words(in: visit.language.key).text)
        fields["isCalledOff"] = gathering.cancelledAt != nil
        fields["mayChange"] = gathering.cancelledAt == nil && visit.now < gathering.endsAt
        fields["mayCallOff"] = gathering.cancelledAt == nil && visit.now < gathering.startsAt
        let windows = words.windows(gathering)
        fields["windows"] = windows
        fields["hasWindows"] = !windows.isEmpty
        func fact(_ name: String, _ value: String) -> Fields { ["label": texts.say("gather.\(name)"), "value": value] }
        fields["facts"] = [
            fact("date", words.when(gathering)), fact("where", gathering.place.text),
            fact("capacity", visit.wording.number(gathering.capacity)),
            fact("confirmed", visit.wording.number(tally.confirmed)),
            fact("held", visit.wording.number(tally.held + tally.offered)),
            fact("waiting", visit.wording.number(tally.waiting)),
            fact("checkedIn", visit.wording.number(tally.checkedIn)),
            fact("name", gathering.key.text),
        ]
        let parts: [(name: String, has: String, states: [GatheringPlace.State])] = [
            ("comes", "hasComes", [.confirmed]), ("offers", "hasOffers", [.held, .offered]),
            ("waits", "hasWaits", [.waiting]),
        ]
        for (name, has, states) in parts {
            var guests: [Guest] = []
            for state in states { guests += try await service.guests(key, state, limit: 200) }
            fields[name] = guests.map { guest -> Fields in
                var row: Fields = [
                    "path": "/console/members/\(guest.place.member.text)",
                    "name": shown(guest.name ?? texts.say("members.nameless"), upTo: 60),
                    "badge": words.badge(guest.place), "asked": words.moment(guest.place.askedAt),
                ]
                if let until = guest.place.until { row["until"] = words.moment(until) }
                return row
            }
            fields[has] = !guests.isEmpty
        }
        return page(
            "gathering",
            visit,
            title: words.title(gathering),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func counted(_ key: Key) async throws -> CountedGathering {
        do { return try await service.gathering(key) } catch is GatheringRefusal { throw WebFailure.notFound }
    }

    private func actOnGathering(_ visit: Visit) async throws -> Response {
        guard visit.form["do"] == "callOff" else { throw WebFailure.notFound }
        let key = Key(visit.parameter("gathering"))
        do {
            _ = try await service.callOffGathering(key, by: try visit.staff().actor)
            return redirect("/console/gatherings/\(key)?done=gatheringSaved")
        } catch let refusal as GatheringRefusal {
            let message = try GatheringWords(visit, try await brand()).refusal(refusal)
            return try await gatheringPage(visit, problems: [FormProblem(field: "do", message: message)])
        } catch let refusal as StaffRefusal {
            return try await gatheringPage(visit, problems: self.problems(refusal, visit))
        }
    }

    private func guestsFile(_ visit: Visit) async throws -> Response {
        let key = try await counted(Key(visit.parameter("gathering"))).gathering.key
        try await note(.memberListExported, visit)
        let rows = try await service.guestFile(key, [.confirmed, .offered, .held, .waiting])
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(key).csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: csvByteOrderMark + rows.map(csvRow).joined()))
        )
        guardAnswer(&response, [])
        return response
    }

    // MARK: - The form

    /// The form of a new event, or of the one that the address names.
    private func gatheringForm(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let (texts, brand, form) = (visit.texts, try await brand(), visit.form)
        let name = visit.parameter("gathering")
        let known = name.isEmpty ? nil : try await counted(Key(name)).gathering
        let isSent = !problems.isEmpty
        func value(_ field: String, _ own: String) -> String { isSent ? form.raw(field) ?? "" : own }
        func wall(_ moment: Instant?) -> String { moment.map { wallTime($0, brand) } ?? "" }
        var fields = problemFields(problems)
        fields["isNew"] = known == nil
        fields["action"] = known.map { "/console/gatherings/\($0.key)/edit" } ?? "/console/gatherings/new"
        fields["back"] = known.map { "/console/gatherings/\($0.key)" } ?? "/console/gatherings"
        fields["key"] = value("key", known?.key.text ?? "")
        fields["starts"] = value("starts", wall(known?.startsAt))
        fields["ends"] = value("ends", wall(known?.endsAt))
        fields["opens"] = value("opens", wall(known?.opensAt))
        fields["place"] = value("place", known?.place.text ?? "")
        fields["capacity"] = value("capacity", known.map { "\($0.capacity)" } ?? "")
        fields["offerHours"] = value("offerHours", "\(known?.offerHours ?? Gathering.usualOfferHours)")
        let kind = value("kind", known?.place.isOnline == true ? "online" : "inPerson")
        fields["kinds"] = ["inPerson", "online"].map { option($0, texts.say("gather.kind.\($0)"), kind) }
        fields["zone"] = brand.programme?.timeZone.text ?? ""
        fields["languages"] = (brand.programme?.languages ?? [Language.en.key]).map { language in
            let own = known?.words.first { $0.language == language }
            let wrong = problems.first { $0.field == "title-\(language)" }?.message
            return [
                "language": language.text, "label": Language(rawValue: language.text)?.ownName ?? language.text,
                "title": value("title-\(language)", own?.title ?? ""),
                "text": value("text-\(language)", own?.text ?? ""),
                "wrong": wrong ?? false as Any,
            ] as Fields
        }
        fields["windows"] = (0..<3).map { index -> Fields in
            let own = known.flatMap { index < $0.early.count ? $0.early[index] : nil }
            let chosen = value("who-\(index)", own.map { whoText($0.who) } ?? "")
            return [
                "index": "\(index)", "number": "\(index + 1)", "from": value("from-\(index)", wall(own?.from)),
                "choices": windowChoices(visit, brand).map { option($0.0, $0.1, chosen) },
            ]
        }
        return page(
            "gathering-edit",
            visit,
            title: texts.say(known == nil ? "gather.new" : "gather.edit"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func whoText(_ who: Gathering.Early.Who) -> String {
        switch who {
        case .level(let set, let level): "level \(set).\(level)"
        case .segment(let key): "segment \(key)"
        }
    }

    /// Who can be let in early: nobody, each level, each segment.
    private func windowChoices(_ visit: Visit, _ brand: BrandView) -> [(String, String)] {
        let words = GatheringWords(visit, brand)
        var choices = [("", visit.texts.say("gather.nobodyEarly"))]
        for set in brand.programme?.tierSets ?? [] {
            choices += set.levels.map { level in
                let who = Gathering.Early.Who.level(set: set.key, level: level.key)
                return (whoText(who), words.who(who))
            }
        }
        choices += (brand.programme?.segments ?? []).map { segment in
            let who = Gathering.Early.Who.segment(segment.key)
            return (whoText(who), words.who(who))
        }
        return choices
    }

    private func writeGathering(_ visit: Visit) async throws -> Response {
        let (brand, form) = (try await brand(), visit.form)
        let name = visit.parameter("gathering")
        var wish = GatheringWish(key: name.isEmpty ? form["key"] : name)
        var problems: [FormProblem] = []
        func moment(_ field: String) -> Instant? {
            guard !form[field].isEmpty else { return nil }
            guard let found = instant(wall: form[field], brand) else {
                problems.append(FormProblem(field: field, message: visit.texts.say("gather.problem.notMoment")))
                return nil
            }
            return found
        }
        wish.words = (brand.programme?.languages ?? [Language.en.key]).map { language in
            Gathering.Words(
                language: language,
                title: form["title-\(language)"],
                text: form.raw("text-\(language)") ?? ""
            )
        }
        wish.startsAt = moment("starts")
        wish.endsAt = moment("ends")
        wish.opensAt = moment("opens")
        wish.place = form["kind"] == "online" ? .online(form["place"]) : .inPerson(form["place"])
        wish.capacity = wholeNumber(form["capacity"])
        wish.offerHours = form["offerHours"].isEmpty ? nil : wholeNumber(form["offerHours"]) ?? 0
        for index in 0..<3 where !form["who-\(index)"].isEmpty {
            let parts = form["who-\(index)"].split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, let from = moment("from-\(index)") else {
                problems.append(FormProblem(field: "windows", message: visit.texts.say("gather.problem.notMoment")))
                continue
            }
            if parts[0] == "segment" {
                wish.early.append(Gathering.Early(who: .segment(Key(parts[1])), from: from))
            } else if let who = Gathering.Early.Who(level: parts[1]) {
                wish.early.append(Gathering.Early(who: who, from: from))
            }
        }
        guard problems.isEmpty else { return try await gatheringForm(visit, problems: problems) }
        do {
            // A new one of a name that is taken would change the other unseen.
            if name.isEmpty, (try? await service.gathering(Key(wish.key))) != nil {
                let message = visit.texts.say("gather.problem.taken")
                return try await gatheringForm(visit, problems: [FormProblem(field: "key", message: message)])
            }
            let put = try await service.putGathering(wish, by: try visit.staff().actor)
            return redirect("/console/gatherings/\(put.gathering.key)?done=gatheringSaved")
        } catch let malformed as MalformedGathering {
            return try await gatheringForm(visit, problems: malformed.problems.map { problem($0, visit) })
        } catch let refusal as GatheringRefusal {
            let message = try GatheringWords(visit, brand).refusal(refusal)
            return try await gatheringForm(visit, problems: [FormProblem(field: "capacity", message: message)])
        } catch let refusal as StaffRefusal {
            return try await gatheringForm(visit, problems: self.problems(refusal, visit))
        }
    }

    /// What is wrong, in the language of the page, beside the field in which it can be mended.
    private func problem(_ found: GatheringProblem, _ visit: Visit) -> FormProblem {
        let parts = found.field.split(separator: ".").map(String.init)
        let field: String
        switch parts[0] {
        case "title", "text": field = parts.count > 1 ? "title-\(parts[1])" : "title"
        case "startsAt": field = "starts"
        case "endsAt": field = "ends"
        case "opensAt": field = "opens"
        case let other: field = other.hasPrefix("early") ? "windows" : other
        }
        let what = if case .tooLong(let most) = found.kind { visit.wording.number(Int64(most)) } else { "" }
        return FormProblem(field: field, message: visit.texts.say("gather.problem.\(found.kind.name)", ["n": what]))
    }

    /// A moment as a browser's field has it, on the brand's clocks: `2026-06-05T19:00`.
    private func wallTime(_ moment: Instant, _ brand: BrandView) -> String {
        let minutes = brand.zone.millisecondsIntoDay(moment) / 60_000
        func two(_ number: Int64) -> String { "\(number < 10 ? "0" : "")\(number)" }
        return "\(brand.zone.day(of: moment))T\(two(Int64(minutes / 60))):\(two(Int64(minutes % 60)))"
    }

    /// The moment that such a field states; none where it is none.
    private func instant(wall text: String, _ brand: BrandView) -> Instant? {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let day = Day(iso: parts[0]) else { return nil }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard clock.count >= 2, let hour = clock[0], let minute = clock[1], (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return SetiaCare.instant(of: hour * 60 + minute, on: day, in: brand.zone)
    }
}
