// Uploads go in chunks and go on where they were interrupted.
import { get, post, put } from '../../api/client'
import { Refusal } from '../../api/refusal'
import { newRequestId } from '../../api/request-id'

export interface StoredFile {
  name: string
  fileName: string
  contentType: string
  size: string
  createTime: string
}

interface Upload {
  name: string
  receivedSize: string
  chunkLimit: string
}

interface Page {
  files: StoredFile[]
  nextPageToken: string
}

export function listFiles(county: string, pageToken: string): Promise<Page> {
  return get<Page>(`/v1/${county}/files`, { pageToken })
}

export function downloadAddress(file: StoredFile): string {
  return `/v1/${file.name}:download`
}

// One upload under way; `send` may be called again after it failed.
export class Sending {
  private upload: Upload | null = null
  private readonly openId = newRequestId()
  private readonly finishId = newRequestId()

  constructor(
    private readonly county: string,
    readonly file: File,
    private readonly progress: (share: number) => void,
  ) {}

  async send(): Promise<StoredFile> {
    this.upload ??= await this.open()
    let offset = await this.received(this.upload)
    while (offset < this.file.size) {
      offset = await this.put(this.upload, offset)
      this.progress(offset / this.file.size)
    }
    return post<StoredFile>(`/v1/${this.upload.name}:finish`, { requestId: this.finishId })
  }

  private open(): Promise<Upload> {
    return post<Upload>(`/v1/${this.county}/uploads`, {
      requestId: this.openId,
      fileName: this.file.name,
      totalSize: String(this.file.size),
    })
  }

  private async received(upload: Upload): Promise<number> {
    return Number((await get<Upload>(`/v1/${upload.name}`)).receivedSize)
  }

  private async put(upload: Upload, offset: number): Promise<number> {
    const chunk = this.file.slice(offset, offset + Number(upload.chunkLimit))
    const query = { requestId: newRequestId(), offset }
    try {
      const now = await put<Upload>(`/v1/${upload.name}/content`, chunk, query)
      return Number(now.receivedSize)
    } catch (trouble) {
      // An answer that was lost on the way: the server knows how far we are.
      if (!(trouble instanceof Refusal) || trouble.reason !== 'CHUNK_GAP') throw trouble
      return this.received(upload)
    }
  }
}
