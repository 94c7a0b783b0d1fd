import { Document, Page, Path, StyleSheet, Svg, Text, View } from '@react-pdf/renderer'
import type { QrPicture } from '@/components/proof/qr'
import type { Row, Section } from './dossier'

export type DossierPage = {
  /** What happened, in few words. */
  heading: string
  label: string
  says: string
  sections: readonly Section[]
  /** The page of the receipt. */
  address: string
  rosette: readonly string[]
  qr: QrPicture | null
  madeAt: Date
}

const INK = '#1f1c19'
const SOFT = '#6b645c'
const LINE = '#d9d2c5'
const SEAL = '#b3301f'

const styles = StyleSheet.create({
  page: {
    paddingTop: 52,
    paddingBottom: 64,
    paddingHorizontal: 52,
    fontFamily: ['Inter', 'Inter more'],
    fontSize: 9.5,
    color: INK,
  },
  rosette: { position: 'absolute', top: -40, right: -50, width: 230, height: 230, opacity: 0.8 },
  label: { fontSize: 8.5 },
  heading: { fontFamily: ['Newsreader', 'Newsreader more'], fontSize: 30, marginTop: 6, maxWidth: 300 },
  says: { fontFamily: ['Newsreader', 'Newsreader more'], fontSize: 13, lineHeight: 1.45, marginTop: 18, maxWidth: 380 },
  section: { marginTop: 20 },
  title: {
    fontFamily: ['Newsreader', 'Newsreader more'],
    fontSize: 15,
    paddingTop: 8,
    borderTopWidth: 0.7,
    borderTopColor: LINE,
  },
  note: { color: SOFT, marginTop: 3 },
  row: { flexDirection: 'row', marginTop: 4 },
  name: { width: 92, color: SOFT },
  value: { flex: 1 },
  mono: { flex: 1, fontFamily: 'IBM Plex Mono', fontSize: 7.8, paddingTop: 1 },
  foot: { marginTop: 26, paddingTop: 12, borderTopWidth: 0.7, borderTopColor: LINE, flexDirection: 'row', gap: 14 },
  qr: { width: 84, height: 84 },
  footer: {
    position: 'absolute',
    bottom: 30,
    left: 52,
    right: 52,
    flexDirection: 'row',
    justifyContent: 'space-between',
    fontSize: 7.5,
    color: SOFT,
  },
})

/** A dossier as pages to print. Everything in it is text: nothing anybody wrote is read as markup. */
export function DossierDocument({ page, id }: { page: DossierPage; id: string }) {
  return (
    <Document
      title={`Receipt ${id.slice(0, 12)}`}
      author="Countersign"
      creator="Countersign"
      producer="Countersign"
      subject={`What is on record of receipt ${id}`}
      language="en"
      creationDate={page.madeAt}
      modificationDate={page.madeAt}
    >
      <Page size="A4" style={styles.page}>
        <Svg style={styles.rosette} viewBox="-102 -102 204 204">
          {page.rosette.map((path) => (
            <Path key={path.slice(0, 40)} d={path} stroke={SEAL} strokeWidth={0.34} fill="none" />
          ))}
        </Svg>
        <Text style={styles.label}>{page.label}</Text>
        <Text style={styles.heading}>{page.heading}</Text>
        <Text style={styles.says}>{page.says}</Text>
        {page.sections.map((section) => (
          <SectionView key={`${section.heading} ${section.rows[1]?.value}`} section={section} />
        ))}
        <Where page={page} />
        <View style={styles.footer} fixed>
          <Text>{id}</Text>
          <Text render={({ pageNumber, totalPages }) => `${pageNumber} of ${totalPages}`} />
        </View>
      </Page>
    </Document>
  )
}

function SectionView({ section: { heading, says, rows } }: { section: Section }) {
  return (
    <View style={styles.section}>
      <Text style={styles.title} minPresenceAhead={40}>
        {heading}
      </Text>
      {says ? <Text style={styles.note}>{says}</Text> : null}
      {rows
        .map((row, place) => ({ row, place }))
        .map(({ row, place }) => (
          <RowView key={place} row={row} />
        ))}
    </View>
  )
}

function RowView({ row: { name, value, mono } }: { row: Row }) {
  return (
    <View style={styles.row} wrap={value.length > 400}>
      <Text style={styles.name}>{name}</Text>
      <Text style={mono ? styles.mono : styles.value}>{value}</Text>
    </View>
  )
}

/** What paper needs to lead back. */
function Where({ page: { qr, address } }: { page: DossierPage }) {
  return (
    <View style={styles.foot} wrap={false}>
      {qr ? (
        <Svg style={styles.qr} viewBox={`0 0 ${qr.size} ${qr.size}`}>
          <Path d={qr.path} fill={INK} />
        </Svg>
      ) : null}
      <View style={{ flex: 1 }}>
        <Text>Its page, with the file that proves it:</Text>
        <Text style={{ fontFamily: 'IBM Plex Mono', fontSize: 7.8, marginTop: 3 }}>
          {address.replace(/(?=0x)/, '\n')}
        </Text>
        <Text style={{ ...styles.note, marginTop: 6 }}>
          Paper proves nothing by itself. Download the bundle there, and check it with: npx countersign verify FILE
        </Text>
      </View>
    </View>
  )
}
