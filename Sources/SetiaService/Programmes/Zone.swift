package import SetiaCore

extension SetiaService {
    /// The time zone of an IANA name, or none where this machine does not know it.
    package func zone(_ name: Key) -> (any LocalTime)? {
        reader.zone(name)
    }
}
