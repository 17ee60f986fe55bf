// Runs the unchanged `@humanlayer/sdk`, in a folder of its own, as the test asks: `CASE PARAMETERS` a line, JSON back.
// Wherever the package would sleep, it says so and waits for a line: then the test has changed the world.

import { createInterface } from 'node:readline'
import { humanlayer } from '@humanlayer/sdk'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const say = found => process.stdout.write(JSON.stringify(found) + '\n')
const sleep = async ms => {
  say({ sleep: ms / 1000 })
  await lines.next()
}
const connect = (given, more = {}) => humanlayer({ apiKey: given.key, apiBaseUrl: given.url, sleep, ...more })
const reject_options = [
  { name: 'later', title: 'Not today', prompt_fill: 'Ask me tomorrow.' },
  { name: 'never', title: 'Never', prompt_fill: 'Do not ask again.' },
]

const cases = {
  async require_approval(given) {
    const ran = []
    const send_email = connect(given).requireApproval()(async function send_email({ to }) {
      ran.push(to)
      return `sent to ${to}`
    })
    return { result: await send_email({ to: 'ada@example.com', subject: 'Welcome', body: 'Hello\nAda' }), ran }
  },
  async positional(given) {
    const ran = []
    const pay = connect(given).requireApproval()(async function pay(amount) {
      ran.push(amount)
    })
    return { result: await pay('3'), ran }
  },
  async human_as_tool(given) {
    const channel = { email: { address: given.to, context_about_user: 'the manager' } }
    return { result: await connect(given, { contactChannel: channel }).humanAsTool()({ message: 'Is the draft good?' }) }
  },
  async fetch(given) {
    const hl = connect(given, { runId: 'run-ts', agentName: 'billing' })
    const spec = { fn: 'add', kwargs: { x: 9 }, reject_options, state: { n: 1 } }
    return { status: await hl.fetchHumanApproval({ spec }) }
  },
  async escalate(given) {
    const hl = connect(given, { contactChannel: { email: { address: given.first } } })
    const call = await hl.createFunctionCall({ spec: { fn: 'refund', kwargs: { n: 1 } } })
    const added = await hl.escalateEmailFunctionCall(call.call_id, {
      escalation_msg: 'It has been too long.',
      additional_recipients: [{ address: given.second, field: 'to' }],
    })
    const asked = await hl.createHumanContact({ spec: { msg: 'Really?' } })
    const moved = await hl.escalateEmailHumanContact(asked.call_id, {
      escalation_msg: 'Nobody answered.',
      channel: { email: { address: given.second } },
    })
    return { call: added.call_id, contact: moved.call_id, read: await hl.getFunctionCall(call.call_id) }
  },
}

for (;;) {
  const { value: line, done } = await lines.next()
  if (done) break
  const space = line.indexOf(' ')
  try {
    say({ done: await cases[line.slice(0, space)](JSON.parse(line.slice(space + 1))) })
  } catch (error) {
    say({ failed: String(error) })
  }
}
process.exit(0)
