package import JSONText

/// What goes out as JSON.
///
/// Keys are written sorted by their bytes at every level, so that an answer can be compared and hashed; a field without
/// a value is left out and not `null`.
package protocol WireBody {
    /// Writes the whole body as one value.
    func write(to json: inout JSONWriter)
}

extension WireBody {
    /// The body in UTF-8.
    package var bytes: [UInt8] {
        var json = JSONWriter(reserving: 1_024)
        write(to: &json)
        return json.bytes
    }

    /// The body as a string.
    package var text: String {
        String(decoding: bytes, as: UTF8.self)
    }
}

/// A list of bodies with the cursor of what follows: `{"items": […], "next": "…"}`.
package struct PageBody<Item: WireBody>: WireBody {
    /// In the order of the list.
    package let items: [Item]
    /// Where the next page begins; none on the last.
    package let next: Cursor?

    /// A page.
    package init(items: [Item], next: Cursor?) {
        self.items = items
        self.next = next
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("items")
        json.list(items) { $0.write(to: &$1) }
        if let next { json.member("next", next.text) }
        json.endObject()
    }
}
