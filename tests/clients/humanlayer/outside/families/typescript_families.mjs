// Agents with the real frameworks and the unchanged `@humanlayer/sdk`, a function for each way to use them; run as
// `typescript_cases.mjs` is. The model at `model_url` calls the tools that the user names as JSON.

import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { humanlayer } from '@humanlayer/sdk'
import { HumanMessage, ToolMessage } from '@langchain/core/messages'
import { tool as langchainTool } from '@langchain/core/tools'
import { ChatOpenAI } from '@langchain/openai'
import { generateText, stepCountIs, tool } from 'ai'
import OpenAI from 'openai'
import { z } from 'zod'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const say = found => process.stdout.write(JSON.stringify(found) + '\n')
const sleep = async ms => {
  say({ sleep: ms / 1000 })
  await lines.next()
}
const connect = (given, more = {}) =>
  humanlayer({ apiKey: given.key, apiBaseUrl: given.url, sleep, agentName: 'shop', ...more })

const REFUND = { customer: 'ada', amount: 240 }
const PROMPT = JSON.stringify([['refund', REFUND]])
const fields = z.object({ customer: z.string(), amount: z.number() })
let ran = []
const makeRefund = given =>
  connect(given).requireApproval()(async function refund({ customer, amount }) {
    ran.push([customer, amount])
    return `refunded ${amount} to ${customer}`
  })

const cases = {
  async openai_loop(given) {
    const client = new OpenAI({ baseURL: given.model_url, apiKey: 'sk-none' })
    const tools = [{ type: 'function', function: { name: 'refund', parameters: z.toJSONSchema(fields) } }]
    const functions = { refund: makeRefund(given) }
    const messages = [{ role: 'user', content: PROMPT }]
    for (;;) {
      const { message } = (await client.chat.completions.create({ model: 'm', messages, tools })).choices[0]
      messages.push(message)
      if (!message.tool_calls) return message.content
      for (const call of message.tool_calls) {
        const content = await functions[call.function.name](JSON.parse(call.function.arguments))
        messages.push({ role: 'tool', tool_call_id: call.id, content })
      }
    }
  },
  async vercel_ai_tool(given) {
    const model = createOpenAICompatible({ name: 'm', baseURL: given.model_url })('m')
    const refund = tool({ description: 'Refund a customer.', inputSchema: fields, execute: makeRefund(given) })
    return (await generateText({ model, tools: { refund }, stopWhen: stepCountIs(5), prompt: PROMPT })).text
  },
  async langchain_tool(given) {
    const call = makeRefund(given)
    const refund = langchainTool(own => call(own), { name: 'refund', description: 'Refund.', schema: fields })
    const model = new ChatOpenAI({ model: 'm', apiKey: 'sk-none', configuration: { baseURL: given.model_url } })
    const messages = [new HumanMessage(PROMPT)]
    for (;;) {
      const said = await model.bindTools([refund]).invoke(messages)
      messages.push(said)
      if (!said.tool_calls.length) return said.content
      for (const each of said.tool_calls) {
        messages.push(new ToolMessage({ tool_call_id: each.id, content: await refund.invoke(each.args) }))
      }
    }
  },
  async any_of_channels(given) {
    const channel = { any_of: [{ email: { address: given.first } }, { email: { address: given.second } }] }
    return connect(given, { contactChannel: channel }).fetchHumanApproval({ spec: { fn: 'refund', kwargs: REFUND } })
  },
  async classifier_webhook(given) {
    // A server that sends calls with options and its own state, and hears of each decision by webhook.
    const hl = connect(given, { contactChannel: { slack: { channel_or_user_id: '', experimental_slack_blocks: true } } })
    const option = name => ({ name, title: name, description: `As ${name}`, prompt_fill: `as ${name}`, interactive: false })
    let tell
    const told = new Promise(resolve => (tell = resolve))
    const server = createServer(async (request, response) => {
      const parts = []
      for await (const part of request) parts.push(part)
      response.end('{}')
      tell(JSON.parse(Buffer.concat(parts).toString()))
    })
    await new Promise(resolve => server.listen(given.port, '127.0.0.1', resolve))
    const spec = { fn: 'classify', kwargs: { subject: 'Hello' }, state: { mail: 7 } }
    await hl.createFunctionCall({ spec: { ...spec, reject_options: [option('spam'), option('work')] } })
    await sleep(0)
    const { type, event } = await told
    server.close()
    return { type, mail: event.spec.state.mail, as: event.status.reject_option_name, approved: event.status.approved }
  },
}

for (;;) {
  const { value: line, done } = await lines.next()
  if (done) break
  const space = line.indexOf(' ')
  ran = []
  try {
    say({ done: await cases[line.slice(0, space)](JSON.parse(line.slice(space + 1))), ran })
  } catch (error) {
    say({ failed: String(error), ran })
  }
}
process.exit(0)
