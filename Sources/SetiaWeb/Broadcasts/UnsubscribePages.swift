internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Where links in messages lead by which somebody gets no more of them.
    ///
    /// Looking changes nothing: programs open links before people do. A mail program may send the form without having
    /// looked (RFC 8058).
    var unsubscribePages: [Page] {
        var leaving = Page(.post, "/unsubscribe/{link}", .open, answer: leave)
        leaving.takesOthersForms = true
        return [Page(.get, "/unsubscribe/{link}", .open, answer: leavingPage), leaving]
    }

    private func leavingPage(_ visit: Visit) async throws -> Response {
        leavingPage(visit, try await service.unsubscribeView(visit.parameter("link")), isDone: false)
    }

    private func leave(_ visit: Visit) async throws -> Response {
        let step = UnsubscribeStep(rawValue: visit.form["do"]) ?? .this
        return leavingPage(visit, try await service.unsubscribe(visit.parameter("link"), step), isDone: true)
    }

    private func leavingPage(_ visit: Visit, _ view: UnsubscribeView?, isDone: Bool) -> Response {
        let texts = visit.texts
        guard let view else {
            return page(
                "message",
                visit,
                title: texts.say("unsubscribe.unknown"),
                ["text": texts.say("unsubscribe.unknownText"), "isMembers": true],
                status: .notFound,
                frame: .simple
            )
        }
        let kind = texts.raw("purpose.\(view.purpose)") ?? view.purpose.text
        let way = texts.raw("channel.\(view.channel)") ?? view.channel.text
        let words = ["kind": kind, "way": way, "brand": visit.brandName]
        let fields: Fields = [
            "path": "/unsubscribe/\(urlEncoded(visit.parameter("link")))", "isSubscribed": view.isSubscribed,
            "canUndo": view.canUndo,
            "text": texts.say(view.isSubscribed ? "unsubscribe.still" : "unsubscribe.gone", words),
            "isDone": isDone,
        ]
        return page("unsubscribe", visit, title: texts.say("unsubscribe.title"), fields, frame: .simple)
    }
}
