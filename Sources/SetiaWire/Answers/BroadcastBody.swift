package import JSONText

/// A broadcast, what would become of it, or a contact, as interfaces tell them; keys come out sorted.
package struct BroadcastBody: WireBody {
    /// What is told.
    package let json: JSON

    /// A body that says this.
    package init(_ json: JSON) { self.json = json }

    package func write(to writer: inout JSONWriter) {
        write(json, to: &writer)
    }

    private func write(_ json: JSON, to writer: inout JSONWriter) {
        switch json {
        case .object(let object):
            writer.beginObject()
            for (key, value) in object.members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                writer.key(key)
                write(value, to: &writer)
            }
            writer.endObject()
        case .array(let elements):
            writer.beginArray()
            for element in elements { write(element, to: &writer) }
            writer.endArray()
        default: writer.value(json)
        }
    }
}
