internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension Web {
    /// Events for a member: what there is, her place, her turn.
    var cardGatheringPages: [Page] {
        [
            Page(.get, "/card/events", .member, answer: cardGatheringsPage),
            Page(.get, "/card/events/{gathering}", .member) { try await cardGatheringPage($0) },
            Page(.post, "/card/events/{gathering}", .member, answer: actOnOwnPlace),
            Page(.get, "/card/events/{gathering}/event.ics", .member, answer: cardCalendar),
        ]
    }

    private func cardGatheringsPage(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        let words = GatheringWords(visit, brand)
        let own = brand.version == nil ? [] : try await ownGatherings(visit)
        let fields: Fields = [
            "rows": own.map { one -> Fields in
                var fields: Fields = [
                    "path": path(one.gathering), "title": words.title(one.gathering),
                    "when": words.when(one.gathering), "iso": one.gathering.startsAt.rfc3339,
                    "left": words.left(one.gathering, one.tally), "where": place(one.gathering, visit),
                ]
                if let place = one.live { fields["badge"] = words.badge(place) }
                if one.live == nil, let opens = one.opens, visit.now < opens {
                    fields["opens"] = visit.texts.say("gather.opensForYou", ["when": words.moment(opens)])
                }
                return fields
            }, "hasRows": !own.isEmpty,
        ]
        return page("card-events", visit, title: visit.texts.say("portal.events"), fields, frame: .portal)
    }

    private func ownGatherings(_ visit: Visit) async throws -> [OwnGathering] {
        do { return try await service.gatherings(for: try visit.owner().id) } catch GatheringRefusal.notActive {
            return []
        }
    }

    private func cardGatheringPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let (texts, brand, id) = (visit.texts, try await brand(), try visit.owner().id)
        let own: OwnGathering
        do { own = try await service.gathering(Key(visit.parameter("gathering")), for: id) } catch is GatheringRefusal {
            throw WebFailure.notFound
        }
        let (words, gathering) = (GatheringWords(visit, brand), own.gathering)
        var fields = problemFields(problems)
        fields["path"] = path(gathering)
        fields["title"] = words.title(gathering)
        fields["text"] = shownText(gathering.words(in: visit.language.key).text)
        fields["when"] = words.when(gathering)
        fields["iso"] = gathering.startsAt.rfc3339
        fields["where"] = place(gathering, visit)
        fields["left"] = words.left(gathering, own.tally)
        let windows = words.windows(gathering)
        fields["windows"] = windows
        fields["hasWindows"] = !windows.isEmpty
        fields["isCalledOff"] = gathering.cancelledAt != nil
        fields["mayAsk"] = own.mayAsk
        fields["isFull"] = own.tally.free(of: gathering.capacity) == 0
        if let opens = own.opens, visit.now < opens, own.live == nil {
            fields["opens"] = texts.say("gather.opensForYou", ["when": words.moment(opens)])
        }
        if let place = own.live {
            fields["own"] = try await ownPlace(own, place, words, visit)
        } else if let place = own.place, place.state == .lapsed || place.state.hasEnd {
            fields["lapsed"] = texts.say("gather.lapsed", ["when": words.moment(place.until ?? place.askedAt)])
        }
        return page(
            "card-event",
            visit,
            title: words.title(gathering),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .portal
        )
    }

    /// What she has there: until when it is held or offered, how many wait before her, the code for the door.
    private func ownPlace(_ own: OwnGathering, _ place: GatheringPlace, _ words: GatheringWords, _ visit: Visit)
        async throws -> Fields
    {
        let texts = visit.texts
        var fields: Fields = [
            "badge": words.badge(place), "mayCancel": place.checkedInAt == nil && visit.now < own.gathering.startsAt,
            "cancelText": texts.say(place.state == .waiting ? "gather.stopWaiting" : "gather.giveBack"),
        ]
        switch place.state {
        case .held, .offered:
            let until = words.moment(place.until ?? visit.now)
            fields["deadline"] = texts.say("gather.until.\(place.state.rawValue)", ["when": until])
        case .waiting:
            fields["rank"] =
                own.before == 0
                ? texts.say("gather.rankFirst") : texts.say("gather.rank", ["n": visit.wording.number(own.before)])
        case .confirmed:
            fields["isConfirmed"] = true
            if own.gathering.place.isOnline {
                fields["link"] = own.gathering.place.text
            } else if let card = try await service.member(try visit.owner().id)?.identities.first(where: {
                $0.kind == .card
            })?.value {
                fields["qr"] = qrCode(card, label: texts.say("card.qr")) ?? ""
                fields["card"] = grouped(card)
            }
        case .lapsed, .cancelled: break
        }
        return fields
    }

    private func actOnOwnPlace(_ visit: Visit) async throws -> Response {
        let (key, id) = (Key(visit.parameter("gathering")), try visit.owner().id)
        do {
            let done: String
            let own: OwnGathering
            switch visit.form["do"] {
            case "ask":
                own = try await service.askForPlace(at: key, for: id).own
                done = own.place?.state == .waiting ? "placeWaiting" : "placeHeld"
            case "confirm":
                own = try await service.confirmPlace(at: key, of: id)
                done = "placeConfirmed"
            case "cancel":
                own = try await service.cancelPlace(at: key, of: id)
                done = "placeCancelled"
            default: throw WebFailure.notFound
            }
            return redirect("\(path(own.gathering))?done=\(done)")
        } catch let refusal as GatheringRefusal {
            let words = GatheringWords(visit, try await brand())
            return try await cardGatheringPage(
                visit,
                problems: [FormProblem(field: "do", message: try words.refusal(refusal))]
            )
        }
    }

    private func cardCalendar(_ visit: Visit) async throws -> Response {
        let own: OwnGathering
        do {
            own = try await service.gathering(Key(visit.parameter("gathering")), for: try visit.owner().id)
        } catch is GatheringRefusal { throw WebFailure.notFound }
        let file = CalendarFile(
            own.gathering,
            language: visit.language.key,
            host: service.host,
            isHers: own.live?.state == .confirmed
        )
        var response = Response(
            status: .ok,
            headers: [
                .contentType: CalendarFile.mediaType,
                .contentDisposition: "attachment; filename=\"\(own.gathering.key).ics\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: file.text))
        )
        guardAnswer(&response, [])
        return response
    }

    private func path(_ gathering: Gathering) -> String { "/card/events/\(gathering.key)" }

    private func place(_ gathering: Gathering, _ visit: Visit) -> String {
        gathering.place.isOnline ? visit.texts.say("gather.online") : shown(gathering.place.text, upTo: 300)
    }
}
