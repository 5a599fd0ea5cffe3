internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// Why an event gave what it gave, in words for the member.
struct ExplanationBody: WireBody {
    let event: EventID
    let explanation: Explanation

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("balance")
        json.beginArray()
        for line in explanation.balance { json.string(line) }
        json.endArray()
        json.text("event", event.text)
        json.text("headline", explanation.headline)
        json.text("language", explanation.language.rawValue)
        json.key("steps")
        json.beginArray()
        for step in explanation.steps {
            json.beginObject()
            json.text("code", step.code)
            if let points = step.points { json.number("points", points) }
            if let rule = step.rule { json.text("rule", rule.text) }
            json.text("text", step.text)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}
