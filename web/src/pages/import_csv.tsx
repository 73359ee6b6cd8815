import { useState } from 'react'
import type { ImportReport } from '../../../src/http/schemas/imports.ts'
import type { Problem } from '../../../src/http/schemas.ts'
import { useGate } from '../acts/gate.ts'
import { refuse } from '../acts/perform.ts'
import { answered, HubError, inMyLanguage } from '../api/client.ts'
import { useSay } from '../i18n/index.ts'
import { queries } from '../live/stores.ts'
import { Icon } from '../parts/icon.tsx'
import { Panel } from '../parts/panel.tsx'

/** What the files do not say themselves. */
type Declared = { readonly unit: string; readonly tournament: string }

/** A file of the data manager: first what would happen, then the same for real. */
async function send(files: readonly File[], declared: Declared, preview: boolean): Promise<ImportReport> {
  const form = new FormData()
  for (const file of files) form.append('file', file, file.name)
  for (const [name, value] of Object.entries(declared)) if (value !== '') form.append(name, value)
  form.append('preview', String(preview))
  const sent = fetch('/api/imports/csv', { method: 'POST', body: form, headers: inMyLanguage() })
  const answer = await answered(sent)
  const said: unknown = await answered(answer.json())
  // A file with rows that are refused is answered with its report, too.
  if (typeof said === 'object' && said !== null && 'rows' in said) return said as ImportReport
  throw new HubError(said as Problem)
}

function countsOf({ inserted, updated, unchanged, refused }: ImportReport['files'][number]) {
  return { inserted, updated, unchanged, refused }
}

export function ImportCsv() {
  const say = useSay()
  const shut = useGate()
  const [files, setFiles] = useState<readonly File[]>([])
  const [declared, setDeclared] = useState<Declared>({ unit: '', tournament: '' })
  const [report, setReport] = useState<ImportReport | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async (chosen: readonly File[], preview: boolean, said = declared): Promise<void> => {
    setBusy(true)
    try {
      setReport(await send(chosen, said, preview))
      if (!preview) await queries.invalidateQueries({ queryKey: ['tournaments'] })
    } catch (error) {
      refuse(error, preview ? 'reading' : 'act')
    } finally {
      setBusy(false)
    }
  }
  const declare = (changes: Partial<Declared>): void => {
    const said = { ...declared, ...changes }
    setDeclared(said)
    setReport(null)
    if (files.length > 0) void run(files, true, said)
  }
  const refused = report?.rows.filter(({ outcome }) => outcome === 'refused') ?? []
  return (
    <Panel title={say('tournaments.import')}>
      <div className="panel-body detail">
        <label className="field">
          <span>{say('tournaments.import.file')}</span>
          <input
            className="input"
            type="file"
            accept=".csv,text/csv"
            multiple
            disabled={shut !== null || busy}
            onChange={({ target }) => {
              const chosen = [...(target.files ?? [])]
              setFiles(chosen)
              setReport(null)
              if (chosen.length > 0) void run(chosen, true)
            }}
          />
        </label>
        <div className="form-row">
          <label className="field">
            <span>{say('tournaments.import.unit')}</span>
            <select
              className="input"
              value={declared.unit}
              disabled={shut !== null || busy}
              onChange={({ target }) => declare({ unit: target.value })}
            >
              <option value="">{say('tournaments.import.unit.none')}</option>
              {(['dollars', 'cents', 'chips'] as const).map((unit) => (
                <option key={unit} value={unit}>
                  {say(`tournaments.import.unit.${unit}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{say('tournaments.import.of')}</span>
            <input
              className="input"
              maxLength={50}
              defaultValue=""
              disabled={shut !== null}
              onBlur={({ target }) =>
                target.value.trim() !== declared.tournament && declare({ tournament: target.value.trim() })
              }
            />
          </label>
        </div>
        {busy && (
          <p role="status">
            <Icon name="loading" /> {say('common.loading')}
          </p>
        )}
        {report && (
          <section>
            <h3>
              {say(
                report.preview
                  ? 'tournaments.import.preview'
                  : report.stored
                    ? 'tournaments.import.stored'
                    : 'tournaments.import.refused',
              )}
            </h3>
            {report.files.map((file) => (
              <p key={file.name}>
                <b>{file.name}</b> {say('tournaments.import.counts', countsOf(file))}
              </p>
            ))}
            {report.notes.map((note) => (
              <p key={note} className="muted">
                {note}
              </p>
            ))}
            {refused.length > 0 && (
              <table className="table">
                <thead>
                  <tr>
                    <th>{say('tournaments.import.row')}</th>
                    <th>{say('tournaments.import.column')}</th>
                    <th>{say('tournaments.import.why')}</th>
                  </tr>
                </thead>
                <tbody>
                  {refused.slice(0, 100).map(({ file, row, column, why }) => (
                    <tr key={`${file} ${row} ${column}`}>
                      <td>{row ?? '-'}</td>
                      <td>{column ?? '-'}</td>
                      <td>{why}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {report.preview && refused.length === 0 && (
              <button
                type="button"
                className="button primary self-start"
                disabled={shut !== null || busy}
                onClick={() => void run(files, false)}
              >
                {say('tournaments.import.store')}
              </button>
            )}
          </section>
        )}
      </div>
    </Panel>
  )
}
