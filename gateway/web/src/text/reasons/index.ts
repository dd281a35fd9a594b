// A sentence for each reason that the API declares (tests/tidy sees to it): what is wrong, and what
// to do about it.
import { any } from './any'
import { assets } from './assets'
import { bank } from './bank'
import { books } from './books'
import { custody } from './custody'
import { files } from './files'
import { identity } from './identity'
import { members } from './members'
import { messages } from './messages'
import type { Sentences } from './sentences'

export const kPages = [any, identity, messages, files, members, assets, books, bank, custody]

export const reasons: Sentences = Object.assign({}, ...kPages)
